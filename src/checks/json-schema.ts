// Does a text, read as JSON, keep a schema? The validator is loaded on first use.
import type { ValidateFunction } from 'ajv';
import type { JsonObject } from '../domain/plan.ts';
import type { Finding } from './finding.ts';
import type { SeenText } from './text.ts';

const mostProblems = 5;

export async function keepsSchema({ subject, text, shown }: SeenText, schema: JsonObject): Promise<Finding> {
  const shared = { expected: schema, actual: shown };
  const parsed = attempt((): unknown => JSON.parse(text));
  if (!parsed.ok) {
    const what = text.trim() === '' ? 'empty' : `not JSON${whyNot(shown)}`;
    return { ...shared, passed: false, reason: `${subject} is ${what}` };
  }
  const { createValidator } = await import('./schema-validators.ts');
  const validator = createValidator(schema);
  const compiled = attempt(() => validator.compile(schema));
  if (!compiled.ok) return { ...shared, passed: false, reason: `the schema itself is not valid: ${compiled.why}` };
  const problems = problemsOf(compiled.value, parsed.value);
  return { ...shared, passed: problems.length === 0, reason: `${subject} breaks the schema: ${problems.join('; ')}` };
}

/** The parser quotes what it stumbled over, so it must not see secrets. */
function whyNot(shown: string): string {
  const parsed = attempt((): unknown => JSON.parse(shown));
  return parsed.ok ? '' : ` (${parsed.why})`;
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
