// "Did you mean": the nearest known word, or else the list of all of them.
import leven from 'leven';

const listedAtMost = 12;

/** The known word that is a slip of the finger away; null where none is near. */
export function nearest(word: string, known: Iterable<string>): string | null {
  const allowed = Math.max(1, Math.floor(word.length / 3));
  const lower = word.toLowerCase();
  let best: string | null = null;
  // As many changes as letters would make any other word of it.
  let bestDistance = Math.min(allowed + 1, word.length);
  for (const candidate of known) {
    const distance = leven(lower, candidate.toLowerCase(), { maxDistance: bestDistance });
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** A hint for an unknown word: `did you mean "prompt"?`, else what there is; null where nothing is known. */
export function suggestion(word: string, known: Iterable<string>): string | null {
  const words = [...new Set(known)];
  const near = nearest(word, words);
  if (near !== null) return `did you mean "${near}"?`;
  return words.length === 0 ? null : `there is: ${listOf(words)}`;
}

/** `a, b, c`, shortened where there are many. */
export function listOf(words: readonly string[]): string {
  if (words.length <= listedAtMost) return words.join(', ');
  return `${words.slice(0, listedAtMost).join(', ')} and ${words.length - listedAtMost} more`;
}

/** `a, b or c`. */
export function alternatives(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
