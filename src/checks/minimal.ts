// The check that each driver brings along, so that a scenario may be written only to measure and still means something.
import type { Check } from '../domain/plan.ts';
import type { CheckResult } from '../domain/results.ts';
import { counted } from '../domain/wording.ts';
import { checkResult } from './finding.ts';
import { rounded } from './limits.ts';

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

export interface HeardTranscript {
  readonly transcript: string;
  /** Null where it is not known what is said. */
  readonly reference: string | null;
}

/** A transcript that is not empty, unless nothing is said. */
export function heardSomething({ transcript, reference }: HeardTranscript): CheckResult {
  const silence = reference !== null && reference.trim() === '';
  return checkResult(
    { name: 'heard', message: null },
    {
      passed: silence || transcript.trim() !== '',
      expected: silence ? 'any transcript, for nothing is said' : 'a transcript that is not empty',
      reason: 'the transcript is empty',
    },
  );
}

export interface SoundMeasures {
  readonly seconds: number;
  /** Largest distance from silence. */
  readonly peak: number;
  /** Samples that are no number, or an infinite one. */
  readonly invalid: number;
}

const shortestSoundSeconds = 0.1;

/** Audio with sound in it. */
export function soundsLikeSomething(sound: SoundMeasures): CheckResult {
  const fault = soundFault(sound);
  const expected = `at least ${shortestSoundSeconds} s of sound`;
  return checkResult({ name: 'audible', message: null }, { passed: fault === null, expected, reason: fault ?? '' });
}

function soundFault({ seconds, peak, invalid }: SoundMeasures): string | null {
  if (seconds === 0) return 'the audio has no samples';
  if (invalid > 0)
    return `the audio is broken: it has ${counted(invalid, 'sample')} that cannot be played, NaN or infinite`;
  if (peak === 0) return `the audio is silent: every sample of its ${rounded(seconds)} s is zero`;
  if (seconds < shortestSoundSeconds) return `the audio is only ${rounded(seconds)} s long`;
  return null;
}

/** Exit code 0, unless the step says itself which one it wants. */
export function minimalStepChecks(expect: readonly Check[]): readonly Check[] {
  if (expect.some(({ kind }) => kind === 'exitCode')) return [];
  return [{ kind: 'exitCode', value: 0, target: null, message: null }];
}
