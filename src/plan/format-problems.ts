// Problems of a plan as a person reads them: place and sentence, the lines around it with a caret, and what to do.
import { dirname, isAbsolute, join } from 'node:path';
import { counted } from '../domain/wording.ts';
import { concealmentOf } from './concealment.ts';
import type { OtherFile, PlanProblem } from './problems.ts';
import { alternatives } from './suggest.ts';

export interface ShownPlan {
  /** As the user wrote it. */
  readonly file: string;
  readonly text: string;
  /** Of the environment, which may stand in the plan as well. */
  readonly secrets?: readonly string[];
}

const context = 2;
const widest = 110;
const shownAtMost = 50;

export function formatProblems(
  problems: readonly PlanProblem[],
  { file, text, secrets }: ShownPlan,
  { color }: { readonly color: boolean },
): string {
  const hidden = concealmentOf(text, secrets);
  const linesOf = lineReader();
  const paint = painter(color);
  const blocks = problems.slice(0, shownAtMost).map((problem) => {
    const { position, within } = problem;
    const name = nameOf(within, file);
    const place = position === null ? name : `${name}:${position.line}:${position.column}`;
    const parts = [`${paint.place(printable(place))}: ${printable(hidden.sentence(problem.message))}`];
    if (position !== null)
      parts.push(frame(linesOf(within?.text ?? hidden.plan), problem, { paint, hide: hidden.line }));
    if (problem.hint !== null) parts.push(`  ${paint.hint('hint:')} ${printable(hidden.sentence(problem.hint))}`);
    return parts.join('\n');
  });
  const left = problems.length - blocks.length;
  const more = left > 0 ? ` (the first ${blocks.length} are shown)` : '';
  const total = problems.reduce((sum, { count = 1 }) => sum + count, 0);
  const names = [...new Set(problems.map(({ within }) => nameOf(within, file)))];
  return [...blocks, `${counted(total, 'problem')} in ${printable(alternatives(names, 'and'))}${more}`].join('\n\n');
}

/** As one would write it from where the plan was named. */
function nameOf(within: OtherFile | undefined, plan: string): string {
  if (within === undefined) return plan;
  return isAbsolute(within.name) ? within.name : join(dirname(plan), within.name);
}

/** Several problems stand in the same file, which may be large. */
function lineReader(): (text: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (text) => {
    const lines = known.get(text) ?? text.split(/\r\n|\r|\n/);
    known.set(text, lines);
    return lines;
  };
}

interface Drawing {
  readonly paint: Painter;
  /** Takes the secrets of a line out; its columns stay. */
  readonly hide: (line: string) => string;
}

function frame(lines: readonly string[], { position, length }: PlanProblem, { paint, hide }: Drawing): string {
  if (position === null) return '';
  const first = Math.max(1, position.line - context);
  const last = Math.min(lines.length, position.line + context);
  const gutter = String(last).length;
  const window = windowAt(position.column - 1, length);
  const rows: string[] = [];
  for (let line = first; line <= last; line += 1) {
    const shown = window.show(hide(lines[line - 1] ?? ''));
    const marked = line === position.line;
    const number = paint.dim(`${String(line).padStart(gutter)} |`);
    rows.push(`${marked ? paint.mark('>') : ' '} ${number} ${shown}`.trimEnd());
    if (!marked) continue;
    const before = blanks(shown.slice(0, window.caret));
    const under = displayWidth(shown.slice(window.caret, window.caret + length));
    const carets = paint.mark('^'.repeat(Math.max(1, under)));
    rows.push(`  ${' '.repeat(gutter)} ${paint.dim('|')} ${before}${carets}`);
  }
  return rows.join('\n');
}

/** The columns of a long line that are shown; what is cut off is marked by an ellipsis that takes a column's place. */
function windowAt(column: number, length: number) {
  const start = column + Math.min(length, widest / 2) <= widest ? 0 : column - widest / 2;
  const show = (line: string) => {
    const end = line.length > start + widest ? start + widest - 1 : line.length;
    const part = printable(line.slice(start, end));
    const begun = start > 0 && part !== '' ? `…${part.slice(1)}` : part;
    return end < line.length ? `${begun}…` : begun;
  };
  return { caret: column - start, show };
}

/** Control characters one by one, so that columns stay; tabs stay tabs, which the caret line repeats. */
function printable(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    '�',
  );
}

function blanks(text: string): string {
  return text.replace(/[^\t]/gu, (character) => ' '.repeat(displayWidth(character)));
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/u;
const none = /\p{Mn}|\p{Me}|[\ufe00-\ufe0f]/u;

function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += none.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

interface Painter {
  readonly place: (text: string) => string;
  readonly mark: (text: string) => string;
  readonly hint: (text: string) => string;
  readonly dim: (text: string) => string;
}

function painter(color: boolean): Painter {
  const sgr = (code: number) => (text: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { place: sgr(1), mark: sgr(31), hint: sgr(36), dim: sgr(2) };
}
