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
  return detailMessage(detail);
}

/** As FastAPI has it: a text, an object of the application's own, or a list of what is wrong with the request. */
function detailMessage(detail: unknown): string | null {
  if (detail === undefined || detail === null) return null;
  if (typeof detail === 'string') return detail;
  const message = fieldsOf(detail)?.['message'];
  if (typeof message === 'string') return message;
  const problems = Array.isArray(detail) ? detail.map(problem) : [];
  return problems.length > 0 && problems.every((text) => text !== null) ? problems.join('; ') : JSON.stringify(detail);
}

function problem(entry: unknown): string | null {
  const { msg, loc } = fieldsOf(entry) ?? {};
  if (typeof msg !== 'string') return null;
  return Array.isArray(loc) ? `${loc.join('.')}: ${msg}` : msg;
}
