// The words of a phrase and when each of them sounds: every byte takes equally long.

export interface Word {
  readonly text: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

const blank = 0x20;

export function wordsOf(bytes: Uint8Array, startSeconds: number, byteSeconds: number): readonly Word[] {
  const words: Word[] = [];
  for (let from = 0; from < bytes.length; ) {
    const next = bytes.indexOf(blank, from);
    const to = next === -1 ? bytes.length : next;
    if (to > from) {
      const text = new TextDecoder().decode(bytes.subarray(from, to));
      words.push({
        text,
        startSeconds: startSeconds + from * byteSeconds,
        endSeconds: startSeconds + to * byteSeconds,
      });
    }
    from = to + 1;
  }
  return words;
}
