// The error rates of a transcript as metrics of a trial; raw = nothing but white space is evened out.
import { characterErrors, type ErrorCount, errorRate, wordErrors } from './error-rates.ts';
import { type Normaliser, none } from './normalise.ts';

export interface Transcription {
  readonly reference: string;
  readonly hypothesis: string;
  readonly normaliser: Normaliser;
}

/** Absent: the rates of an empty reference, and all that cannot be counted because the texts are too long. */
export interface ErrorRateMetrics {
  readonly wer?: number;
  readonly werRaw?: number;
  readonly cer?: number;
  readonly cerRaw?: number;
  readonly wordErrors?: number;
  readonly referenceWords?: number;
  readonly characterErrors?: number;
  readonly referenceCharacters?: number;
}

export function errorRateMetrics({ reference, hypothesis, normaliser }: Transcription): ErrorRateMetrics {
  const normalised = [normaliser.apply(reference), normaliser.apply(hypothesis)] as const;
  const raw = [none.apply(reference), none.apply(hypothesis)] as const;
  const words = wordErrors(...normalised);
  const characters = characterErrors(...normalised);
  const wer = rateOf(words);
  const cer = rateOf(characters);
  const werRaw = rateOf(wordErrors(...raw));
  const cerRaw = rateOf(characterErrors(...raw));
  return {
    ...(wer !== null && { wer }),
    ...(werRaw !== null && { werRaw }),
    ...(cer !== null && { cer }),
    ...(cerRaw !== null && { cerRaw }),
    ...(words !== null && { wordErrors: words.errors, referenceWords: words.length }),
    ...(characters !== null && { characterErrors: characters.errors, referenceCharacters: characters.length }),
  };
}

function rateOf(count: ErrorCount | null): number | null {
  return count === null ? null : errorRate(count);
}
