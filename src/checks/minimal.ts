// The check that each driver brings along, so that a scenario may be written only to measure and still means something.
import type { Check } from '../domain/plan.ts';
import type { CheckResult } from '../domain/results.ts';
import { checkResult } from './finding.ts';

export interface SpokenAnswer {
  readonly answer: string;
  readonly reasoning: string;
  readonly finishReason: string | null;
}

/** An answer that is not empty; reasoning alone is no answer. */
export function saysSomething({ answer, reasoning, finishReason }: SpokenAnswer): CheckResult {
  const ended = finishReason === null ? '' : `; it finished with "${finishReason}"`;
  const found = reasoning.trim() === '' ? 'the answer is empty' : 'the answer is empty: all of the text is reasoning';
  const passed = answer.trim() !== '';
  return checkResult(
    { name: 'answered', message: null },
    // A whole answer beside a check that passed would say nothing new.
    { passed, expected: 'an answer that is not empty', ...(!passed && { actual: answer }), reason: found + ended },
  );
}

/** Exit code 0, unless the step says itself which one it wants. */
export function minimalStepChecks(expect: readonly Check[]): readonly Check[] {
  if (expect.some(({ kind }) => kind === 'exitCode')) return [];
  return [{ kind: 'exitCode', value: 0, target: null, message: null }];
}
