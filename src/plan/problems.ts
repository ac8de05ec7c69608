// What is wrong with a plan: one finding per place, as data; format-problems.ts makes the text that a person reads.
import { exitCodes, UserError } from '../domain/errors.ts';
import type { SourcePosition } from '../domain/plan.ts';
import { counted } from '../domain/wording.ts';

/** A range on one line of the plan, or of another file that it names. */
export interface Place {
  readonly position: SourcePosition;
  readonly length: number;
  readonly within?: OtherFile;
}

/** A data file in which something stands. */
export interface OtherFile {
  /** As the plan names it. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly text: string;
}

export interface PlanProblem {
  readonly message: string;
  /** What to do about it. */
  readonly hint: string | null;
  readonly position: SourcePosition | null;
  /** Characters from `position` on that are meant; ends with the line. */
  readonly length: number;
  /** Where it does not stand in the plan. */
  readonly within?: OtherFile;
  /** Of how many it speaks, where that is not one. */
  readonly count?: number;
}

const shownOfFile = 20;

/** Those of one data file: the first ones, and how many more there are. */
export function firstProblems(problems: readonly PlanProblem[]): readonly PlanProblem[] {
  const next = problems[shownOfFile];
  if (next === undefined) return problems;
  const count = problems.length - shownOfFile;
  const message = `${counted(count, 'further problem')} from here on, not shown`;
  return [...problems.slice(0, shownOfFile), { ...next, message, hint: null, count }];
}

export function byPosition(a: PlanProblem, b: PlanProblem): number {
  const [first, second] = [a.position, b.position];
  if (first === null || second === null) return Number(first !== null) - Number(second !== null);
  const [file = '', other = ''] = [first.file, second.file];
  if (file !== other) return file < other ? -1 : 1;
  return first.line - second.line || first.column - second.column;
}

export type PlanErrorCode = 'plan-unreadable' | 'plan-invalid' | 'plan-variables';

/** The message is the whole text for a person; `problems` are the same findings as data. */
export class PlanError extends UserError {
  readonly problems: readonly PlanProblem[];

  constructor(code: PlanErrorCode, message: string, problems: readonly PlanProblem[] = []) {
    super(code, message, exitCodes.usage);
    this.name = 'PlanError';
    this.problems = problems;
  }
}
