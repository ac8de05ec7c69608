// One finished trial in one line. Pure.
import { reasonOf } from '../../domain/reasons.ts';
import { isBad, type TrialResult } from '../../domain/results.ts';
import { oneLine } from '../../domain/text.ts';
import { seconds } from '../../domain/units.ts';
import { info, type Sentence } from './sentence.ts';

/** `Scenario LLM-001[tiny-markov]: PASSED (Duration: 0.8s)`, with the reason after it where it did not simply pass. */
export function trialSentence(result: TrialResult): Sentence {
  const subject = `Scenario ${oneLine(result.testId)}: ${result.status.toUpperCase()}`;
  const repeat = result.repeat > 1 ? `, repeat ${result.repeat}` : '';
  const attempt = result.attempt > 1 ? `, attempt ${result.attempt}` : '';
  const reason = reasonOf(result);
  const because = reason === null ? '' : `: ${reason}`;
  if (result.status === 'skipped') return info(`${subject}${because}`);
  const flaky = result.flaky ? ', flaky' : '';
  const message = `${subject} (Duration: ${seconds(result.durationMs)}${repeat}${attempt}${flaky})${because}`;
  return { level: isBad(result.status) ? 'ERROR' : result.flaky ? 'WARNING' : 'INFO', message };
}
