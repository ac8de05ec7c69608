// Scalars that YAML reads as number, truth value or null, together with what stands in the file, so that a text field
// keeps `007` and `1.10` while a number field gets a number.

export type Primitive = string | number | boolean | null;

export class Written {
  readonly source: string;
  readonly value: Primitive;
  /** The same as `source` for fields in which `${…}` takes environment variables; what came from a data file is literal there. */
  readonly used: string;

  constructor(source: string, value: Primitive, used = source) {
    this.source = source;
    this.value = value;
    this.used = used;
  }
}

/** For text fields: what was written; an empty place stays null, because nothing was written there. */
export function asText(value: unknown): unknown {
  if (!(value instanceof Written)) return value;
  return value.source === '' ? null : value.source;
}

/** For text fields that take environment variables. */
export function asUsedText(value: unknown): unknown {
  return value instanceof Written && value.source !== '' ? value.used : asText(value);
}

/** For all other fields: what YAML makes of it. */
export function asValue(value: unknown): unknown {
  return value instanceof Written ? value.value : value;
}

/** For free JSON: what YAML makes of it, all the way down. */
export function asJson(value: unknown): unknown {
  if (value instanceof Written) return typeof value.value === 'string' ? value.used : value.value;
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asJson(item)]));
}

/** One value of a mapping that is not known to be one; undefined where it is not there. */
export function entryOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Written) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

/** The keys of `{port}` as YAML reads it without quotes, a mapping of names to nothing; null for everything else. */
export function placeholderNames(value: unknown): readonly string[] | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Written) return null;
  const entries = Object.entries(value);
  const empty = entries.every(([, item]) => item instanceof Written && item.value === null && item.source === '');
  return entries.length > 0 && empty ? entries.map(([key]) => key) : null;
}
