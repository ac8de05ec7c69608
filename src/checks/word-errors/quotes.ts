// Two long texts that differ somewhere, quoted from shortly before that place on.
import { cut } from '../../domain/text.ts';

const longestQuote = 200;
const leadIn = 60;

/** Both on one line. */
export function quotedDifference(said: string, heard: string): string {
  const start = Math.max(0, firstDifference(said, heard) - leadIn);
  return `heard ${quoted(heard, start)} instead of ${quoted(said, start)}`;
}

export function quoted(text: string, start = 0): string {
  if (text === '') return 'nothing';
  const inPair = start > 0 && (text.codePointAt(start - 1) ?? 0) > 0xffff;
  return `"${start > 0 ? '…' : ''}${cut(text.slice(inPair ? start + 1 : start), longestQuote)}"`;
}

function firstDifference(a: string, b: string): number {
  let place = 0;
  while (place < a.length && a[place] === b[place]) place += 1;
  return place;
}
