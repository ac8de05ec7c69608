// Cuts a text by what is seen of it: an emoji or a Chinese character takes two columns of a terminal.
import stringWidth from 'string-width';

/** At most `width` columns, the last one an ellipsis where something was cut. */
export function cutToWidth(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let shown = '';
  let taken = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    taken += stringWidth(segment);
    if (taken > width - 1) break;
    shown += segment;
  }
  return `${shown}…`;
}
