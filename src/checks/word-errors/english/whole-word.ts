// Word boundaries that know letters beyond ASCII, which `\b` does not.
const inside = '[\\p{L}\\p{N}_]';

export function wholeWord(pattern: string): RegExp {
  return new RegExp(`(?<!${inside})${pattern}(?!${inside})`, 'gu');
}

export function endOfWord(pattern: string): RegExp {
  return new RegExp(`${pattern}(?!${inside})`, 'gu');
}
