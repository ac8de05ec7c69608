// Word and character error rate: (substitutions + deletions + insertions) / length of the reference, by the least number
// of edits, as jiwer and torchmetrics count them. Only the sum is counted: how it splits into the three is not unique.
import { editDistance } from './edit-distance.ts';

export interface ErrorCount {
  readonly errors: number;
  /** Words of the reference, or its code points, blanks included. */
  readonly length: number;
}

/** Null where the texts are too long to be compared. */
export function wordErrors(reference: string, hypothesis: string): ErrorCount | null {
  const numbers = new Map<string, number>();
  return compared(wordNumbers(reference, numbers), wordNumbers(hypothesis, numbers));
}

/** Null where the texts are too long to be compared. */
export function characterErrors(reference: string, hypothesis: string): ErrorCount | null {
  return compared(codePoints(reference), codePoints(hypothesis));
}

/**
 * Of one text or, given sums over many, of a whole corpus; can exceed 1.
 * Null for an empty reference, of which there is no share: it counts in no mean.
 */
export function errorRate({ errors, length }: ErrorCount): number | null {
  return length === 0 ? null : errors / length;
}

function compared(reference: Uint32Array, hypothesis: Uint32Array): ErrorCount | null {
  const errors = editDistance(reference, hypothesis);
  return errors === null ? null : { errors, length: reference.length };
}

/** Each word as its number in `numbers`, which grows. */
function wordNumbers(text: string, numbers: Map<string, number>): Uint32Array {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return Uint32Array.from(words, (word) => {
    const number = numbers.get(word) ?? numbers.size;
    numbers.set(word, number);
    return number;
  });
}

function codePoints(text: string): Uint32Array {
  return Uint32Array.from(text, (character) => character.codePointAt(0) ?? 0);
}
