// `{port}`, `{host}` and `{model}` in a service's command and environment; every other brace stays what it is.

export interface PlaceholderValues {
  readonly port: number;
  readonly host: string;
  /** Null where the loadout gives no model. */
  readonly model: string | null;
}

export function fillIn(text: string, { port, host, model }: PlaceholderValues): string {
  return text
    .replaceAll('{port}', () => String(port))
    .replaceAll('{host}', () => host)
    .replaceAll('{model}', (whole) => model ?? whole);
}

export function mentions(texts: readonly string[], placeholder: '{port}' | '{model}'): boolean {
  return texts.some((text) => text.includes(placeholder));
}
