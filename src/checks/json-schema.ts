// Does a text, read as JSON, keep a schema? The validator is loaded on first use.
import type { ValidateFunction } from 'ajv';
import type { JsonObject } from '../domain/plan.ts';
import type { Finding } from './finding.ts';
import type { SeenText } from './text.ts';

const mostProblems = 5;

export async function keepsSchema({ subject, text }: SeenText, schema: JsonObject): Promise<Finding> {
  const shared = { expected: schema, actual: text };
  const parsed = attempt((): unknown => JSON.parse(text));
  if (!parsed.ok) {
    const what = text.trim() === '' ? 'empty' : `not JSON (${parsed.why})`;
    return { ...shared, passed: false, reason: `${subject} is ${what}` };
  }
  const validator = await createValidator(schema);
  const compiled = attempt(() => validator.compile(schema));
  if (!compiled.ok) return { ...shared, passed: false, reason: `the schema itself is not valid: ${compiled.why}` };
  const problems = problemsOf(compiled.value, parsed.value);
  return { ...shared, passed: problems.length === 0, reason: `${subject} breaks the schema: ${problems.join('; ')}` };
}

function problemsOf(validate: ValidateFunction, value: unknown): readonly string[] {
  if (validate(value)) return [];
  const errors = validate.errors ?? [];
  const shown = errors.slice(0, mostProblems).map((error) => {
    const where = error.instancePath === '' ? 'the value' : error.instancePath;
    return `${where} ${error.message ?? error.keyword}${extra(error.params)}`;
  });
  return errors.length > mostProblems ? [...shown, `and ${errors.length - mostProblems} more`] : shown;
}

/** The draft that the schema names; draft 7 where it names none. Formats are notes, as the later drafts have it. */
async function createValidator(schema: JsonObject) {
  const options = { strict: false, allErrors: true, validateFormats: false, logger: false } as const;
  const draft = String(schema['$schema'] ?? '');
  if (draft.includes('2020-12')) return new (await import('ajv/dist/2020.js')).Ajv2020(options);
  if (draft.includes('2019-09')) return new (await import('ajv/dist/2019.js')).Ajv2019(options);
  return new (await import('ajv')).Ajv(options);
}

function extra(params: Readonly<Record<string, unknown>>): string {
  const name = params['additionalProperty'];
  return typeof name === 'string' ? ` (${JSON.stringify(name)})` : '';
}

type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}
