// Text to the phrases that are spoken one after another. A phrase ends in a blank unless a word goes on in the next one,
// so that what is heard can be put together without knowing where phrases met.

/** A lost opening loses its whole phrase: short enough to lose little, long enough not to pause all the time. */
const wantedBytes = 96;
/** A header can say 255. */
const mostBytes = 160;

/** Control characters and runs of blanks are one blank: nobody hears which. */
export function speakable(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

export function phrasesOf(text: string): readonly string[] {
  const spoken = speakable(text);
  if (spoken === '') return [];
  const sentences = new Intl.Segmenter('und', { granularity: 'sentence' }).segment(`${spoken} `);
  return packed(Array.from(sentences, ({ segment }) => segment).flatMap(shortened));
}

/** Short sentences share a phrase. */
function packed(pieces: readonly string[]): readonly string[] {
  const phrases: string[] = [];
  for (const piece of pieces) {
    const last = phrases.at(-1);
    if (last?.endsWith(' ') && bytesOf(last + piece) <= wantedBytes) phrases.splice(-1, 1, last + piece);
    else phrases.push(piece);
  }
  return phrases;
}

/** Long sentences are cut after a blank where there is one, else between two characters. */
function shortened(sentence: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const part of sentence.match(/\S+ ?/gu) ?? []) {
    if (bytesOf(piece + part) <= mostBytes) {
      piece += part;
      continue;
    }
    if (piece !== '') pieces.push(piece);
    piece = '';
    for (const character of part) {
      if (bytesOf(piece + character) > mostBytes) {
        pieces.push(piece);
        piece = '';
      }
      piece += character;
    }
  }
  return piece === '' ? pieces : [...pieces, piece];
}

const bytesOf = (text: string): number => Buffer.byteLength(text);
