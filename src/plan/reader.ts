// Reads parts of a plan with a schema and collects what is wrong, each finding with its place in the file. A part that
// cannot be read is null and the rest goes on, so that one pass finds everything.
import type * as z from 'zod';
import type { SourcePosition } from '../domain/plan.ts';
import { sentenceFor } from './issue-messages.ts';
import type { PlanProblem } from './problems.ts';
import { nearest, suggestion } from './suggest.ts';
import { unknownKey } from './unknown-words.ts';
import type { Path, YamlSource } from './yaml-source.ts';

/** Nobody reads more, and a file that is no plan at all would have millions. */
const mostProblems = 1000;

export class Reader {
  readonly problems: PlanProblem[] = [];
  readonly source: YamlSource;

  constructor(source: YamlSource) {
    this.source = source;
  }

  read<Schema extends z.ZodType>(schema: Schema, value: unknown, path: Path): z.output<Schema> | null {
    const result = schema.safeParse(value, { error: sentenceFor });
    if (result.success) return result.data;
    const issues = result.error.issues.flatMap(unfolded);
    for (const issue of issues) if (!isConsequence(issue, issues)) this.#report(issue, path);
    return null;
  }

  problem(path: Path, message: string, hint: string | null = null, at: 'key' | 'value' = 'value'): void {
    if (this.problems.length < mostProblems) this.problems.push({ message, hint, ...this.source.place(path, at) });
  }

  /** Reports a sentence about the value at `path`, if there is one; its second line is the hint. */
  check(path: Path, sentence: string | null, at: 'key' | 'value' = 'value'): void {
    if (sentence === null) return;
    const [predicate, ...hint] = sentence.split('\n');
    this.problem(path, `${subjectOf(path)} ${predicate}`, hint.length === 0 ? null : hint.join('\n'), at);
  }

  position(path: Path, at: 'key' | 'value' = 'key'): SourcePosition {
    return this.source.place(path, at).position;
  }

  #report(issue: z.core.$ZodIssue, base: Path): void {
    const path = [...base, ...issue.path.filter((step) => typeof step !== 'symbol')];
    if (issue.code === 'unrecognized_keys') {
      const known = issue.message.split(' ');
      for (const key of issue.keys) {
        const { message, hint } = unknownKey(key, known) ?? {
          message: `unknown key "${key}"`,
          hint: suggestion(key, known),
        };
        this.problem([...path, key], message, hint, 'key');
      }
      return;
    }
    this.check(path, issue.message, issue.code === 'invalid_key' ? 'key' : 'value');
  }
}

/** Of a choice of forms, what is wrong with the one that was meant. */
function unfolded(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const fitting = issue.errors.find(
    (form) => !form.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  );
  return fitting?.flatMap((inner) => unfolded({ ...inner, path: [...issue.path, ...inner.path] })) ?? [issue];
}

/** What a sentence is about: `"timeout"`, or `item 2 of "tags"`. */
export function subjectOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the plan';
  if (typeof last === 'string') return `"${last}"`;
  const list = path.findLast((step) => typeof step === 'string');
  return list === undefined ? `item ${last + 1}` : `item ${last + 1} of "${list}"`;
}

/** A key that was misspelt is also missing under its right name; only the first of the two is said. */
function isConsequence(issue: z.core.$ZodIssue, all: readonly z.core.$ZodIssue[]): boolean {
  return all.some((cause) => {
    if (cause.code !== 'unrecognized_keys' || cause === issue) return false;
    const rest = issue.path.slice(cause.path.length);
    const inside = cause.path.every((step, index) => issue.path[index] === step);
    if (!inside || rest.length > 1) return false;
    if (rest.length === 0) return issue.code === 'custom';
    const meant = cause.keys.map((key) => nearest(key, cause.message.split(' ')));
    return meant.includes(String(rest[0])) && issue.message.startsWith('is missing');
  });
}
