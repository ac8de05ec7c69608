// What is wrong with a plan: one finding per place, as data; format-problems.ts makes the text that a person reads.
import { exitCodes, UserError } from '../domain/errors.ts';
import type { SourcePosition } from '../domain/plan.ts';

/** A range on one line of the plan. */
export interface Place {
  readonly position: SourcePosition;
  readonly length: number;
}

export interface PlanProblem {
  readonly message: string;
  /** What to do about it. */
  readonly hint: string | null;
  readonly position: SourcePosition | null;
  /** Characters from `position` on that are meant; ends with the line. */
  readonly length: number;
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
