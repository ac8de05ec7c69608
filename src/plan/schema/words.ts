// The vocabulary that all schemas of a plan are made of. Text keeps what was written; every mapping refuses keys that it
// does not know; messages are predicates of `"key" …`, with the hint on a second line.
import * as z from 'zod';
import { parseDuration } from '../../domain/units.ts';
import { wrongType } from '../issue-messages.ts';
import { patternProblem } from '../patterns.ts';
import { hasVariable, malformedVariable } from '../variables.ts';
import { asJson, asText, asUsedText, asValue } from '../written.ts';

const longestMs = 24 * 60 * 60 * 1000;

/** Editors see `equals: 007` as a number; it is text all the same. */
const anyScalar = { type: ['string', 'number', 'boolean'] } as const;

function usable(text: string, context: z.RefinementCtx): void {
  const problem = text.includes('\0') ? 'has a NUL character' : malformedVariable(text);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
}

/** Text that is used, so that `${…}` in it takes environment variables. */
export function text(description: string) {
  return z.preprocess(asUsedText, z.string().min(1).superRefine(usable)).meta({ ...anyScalar, description });
}

/** The same, where nothing is a value too. */
export function anyText(description: string) {
  return z.preprocess(asUsedText, z.string().superRefine(usable)).meta({ ...anyScalar, description });
}

/** A regular expression; one with variables in it is judged when they have values. */
export function pattern(description: string) {
  return text(description).superRefine((written, context) => {
    const problem = hasVariable(written) ? null : patternProblem(written);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });
}

/** Text for people: never changed, never used. */
export function prose(description: string) {
  return z.preprocess(asText, z.string().min(1).max(10_000)).meta({ ...anyScalar, description });
}

/** A short name that stands in test ids, tables and filters; the same in every environment. */
export function word(description: string) {
  return z.preprocess(asText, z.string().min(1).max(200).superRefine(plainWord)).meta({ ...anyScalar, description });
}

function plainWord(value: string, context: z.RefinementCtx): void {
  const refuse = (message: string) => context.addIssue({ code: 'custom', message });
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(value)) refuse('has control characters');
  else if (value !== value.trim()) refuse('begins or ends with a blank');
  else if (value.includes('${')) refuse('has a variable, but names must be the same in every environment');
}

export function integer(description: string, least: number, most: number) {
  const error = (issue: { code?: string | undefined; input?: unknown }) =>
    issue.code === 'invalid_type' ? wrongType(issue.input, 'int') : undefined;
  return z.preprocess(asValue, z.int({ error }).min(least).max(most)).describe(description);
}

export function number(description: string) {
  return z.preprocess(asValue, z.number()).describe(description);
}

export function positive(description: string) {
  return z.preprocess(asValue, z.number().positive()).describe(description);
}

export function flag(description: string) {
  return z.preprocess(asValue, z.boolean()).describe(description);
}

/** `60s`, `2m`, `500ms`, `1h` → milliseconds. */
export function duration(description: string, leastMs = 1) {
  const pattern = z.string().regex(/^\d+(\.\d+)?(ms|s|m|h)$/, { error: (issue) => notDuration(issue.input) });
  return z
    .preprocess(asText, pattern)
    .transform((written, context) => {
      const ms = parseDuration(written) ?? Number.NaN;
      if (ms >= leastMs && ms <= longestMs) return ms;
      context.addIssue({
        code: 'custom',
        message: `is ${written}; it must be ${ms > longestMs ? 'at most 24h' : 'more than nothing'}`,
      });
      return z.NEVER;
    })
    .meta({ description: `${description}, for example 500ms, 60s, 2m or 1h` });
}

function notDuration(input: unknown): string {
  const written = String(input);
  if (/^\d+(\.\d+)?$/.test(written)) return `is ${written}, which has no unit\nwrite ${written}s or ${written}ms`;
  return `is ${JSON.stringify(written)}, which is not a duration\nwrite for example 500ms, 60s, 2m or 1h`;
}

/** `problem` may know more about a word that is none of them; undefined leaves it to the common sentence. */
export function choice<const Words extends readonly string[]>(
  words: Words,
  description: string,
  problem: (word: string) => string | undefined = () => undefined,
) {
  const error = ({ input }: { input?: unknown }) => (typeof input === 'string' ? problem(input) : undefined);
  return z.preprocess(asText, z.enum(words, { error })).describe(description);
}

export function list<Item extends z.ZodType>(item: Item, description: string) {
  return z.preprocess(asValue, z.array(item)).describe(description);
}

export function someOf<Item extends z.ZodType>(item: Item, description: string) {
  return z.preprocess(asValue, z.array(item).min(1)).describe(description);
}

/** A mapping with these keys and no others. The reader turns the error into one finding per unknown key. */
export function fields<Shape extends z.core.$ZodLooseShape>(shape: Shape, description?: string) {
  const known = Object.keys(shape).join(' ');
  const object = z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? known : undefined) });
  const schema = z.preprocess(asValue, object);
  return description === undefined ? schema : schema.describe(description);
}

const json = z.json().meta({ id: 'json' });

/** Free JSON under free keys; variables in its texts are filled in. */
export function jsonObject(description: string) {
  return z.preprocess(asJson, z.record(z.string(), json).superRefine(usableTexts)).describe(description);
}

function usableTexts(value: unknown, context: z.RefinementCtx): void {
  if (typeof value === 'string') usable(value, context);
  else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) usableTexts(item, context);
  }
}

export function environment(description: string) {
  const name = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/);
  const error = (issue: { code?: string | undefined }) =>
    issue.code === 'invalid_key' ? 'is not a name for an environment variable' : undefined;
  return z.preprocess(asValue, z.record(name, anyText('A value'), { error })).describe(description);
}
