// Breaks a long line between words, so that a terminal does not break it within one.

/** Lines of at most `width` characters, each behind `indent`; a word that is longer than that stays whole. */
export function filled(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, indent + line];
}
