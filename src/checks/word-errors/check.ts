// The verdict on a WER or a CER. Something heard where nothing is said is a failure whatever the limits: no share of an empty
// reference exists that could keep them.
import { oneLine } from '../../domain/text.ts';
import { counted } from '../../domain/wording.ts';
import type { Finding } from '../finding.ts';
import { isWithin, type Limits, limitsText, rounded } from '../limits.ts';
import type { Transcription } from './error-rate-metrics.ts';
import { characterErrors, type ErrorCount, errorRate, wordErrors } from './error-rates.ts';
import { quoted, quotedDifference } from './quotes.ts';

export interface JudgedTranscription extends Transcription {
  readonly redact: (text: string) => string;
}

export function judgeErrorRate(kind: 'wer' | 'cer', limits: Limits, judged: JudgedTranscription): Finding {
  const expected = limitsText(limits, '');
  const count = errorsOf(kind, judged);
  if (count === null) return { passed: false, expected, reason: tooLong(judged) };
  const said = oneLine(judged.redact(judged.reference));
  const heard = oneLine(judged.redact(judged.hypothesis));
  const by = `(normaliser ${judged.normaliser.name})`;
  if (count.length === 0 && count.errors > 0) {
    const reason = `something was heard where nothing is said: ${quoted(heard)} ${by}`;
    return { passed: false, expected, actual: heard, reason };
  }
  // Nothing said and nothing heard is as right as can be.
  const rate = errorRate(count) ?? 0;
  const inAll = `${counted(count.errors, 'error')} in ${counted(count.length, units[kind])}`;
  const found = `${kind.toUpperCase()} is ${rounded(rate)} (${inAll}), not ${expected}`;
  const reason = `${found}: ${quotedDifference(said, heard)} ${by}`;
  return { passed: isWithin(limits, rate), expected, actual: rate, reason };
}

const units = { wer: 'word', cer: 'character' } as const;

function errorsOf(kind: 'wer' | 'cer', { reference, hypothesis, normaliser }: Transcription): ErrorCount | null {
  const count = kind === 'wer' ? wordErrors : characterErrors;
  return count(normaliser.apply(reference), normaliser.apply(hypothesis));
}

function tooLong({ reference, hypothesis }: Transcription): string {
  const lengths = `${hypothesis.length} characters were heard instead of ${reference.length}`;
  return `the texts are too long to be compared: ${lengths}`;
}
