// What was not measured is absent: never 0, and no key that holds nothing. Pure.

type Present<Values> = { readonly [Name in keyof Values]?: NonNullable<Values[Name]> };

/** The values that are there. */
export function present<Values extends object>(values: Values): Present<Values> {
  const found: { -readonly [Name in keyof Values]?: NonNullable<Values[Name]> } = {};
  for (const name in values) {
    const value = values[name];
    if (value !== null && value !== undefined) found[name] = value;
  }
  return found;
}
