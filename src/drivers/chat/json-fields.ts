// Narrow, cheap reading of JSON from servers: it runs once per piece of a stream, where a schema would cost too much.

export type JsonFields = { readonly [key: string]: unknown };

export function fieldsOf(value: unknown): JsonFields | null {
  return isFields(value) ? value : null;
}

function isFields(value: unknown): value is JsonFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The number under `key`, where there is one that means something. */
export function count(fields: JsonFields, key: string): number | undefined {
  const value = fields[key];
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** Null where the text is no JSON object. */
export function parseFields(text: string): JsonFields | null {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return null; // the caller says what was seen instead
  }
}

/** The message of an error answer, in any of the forms that model servers use. */
export function errorMessage(fields: JsonFields): string | null {
  const { error, message, detail } = fields;
  if (typeof error === 'string') return error;
  const inner = fieldsOf(error)?.['message'];
  if (typeof inner === 'string') return inner;
  if (error !== undefined && error !== null) return JSON.stringify(error);
  if (typeof message === 'string') return message;
  return detail === undefined ? null : typeof detail === 'string' ? detail : JSON.stringify(detail);
}
