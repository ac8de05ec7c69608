// Where a cell stands within a record of CSV; looked for only when there is something to say about it.

/** The cell with its quotes, without the blanks around it. */
export function cellAt(text: string, recordStart: number, index: number): { start: number; length: number } {
  let start = recordStart;
  for (let cell = 0; ; cell += 1) {
    start = pastBlanks(text, start);
    const end = text[start] === '"' ? pastQuoted(text, start) : start;
    const delimiter = nextDelimiter(text, end);
    if (cell === index || text[delimiter] !== ',') {
      const length = text.slice(start, delimiter).trimEnd().length;
      return { start, length: Math.max(1, length) };
    }
    start = delimiter + 1;
  }
}

function pastBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at;
}

/** Behind the closing quote, or at the end of the text. */
function pastQuoted(text: string, from: number): number {
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return text.length;
    if (text[quote + 1] !== '"') return quote + 1;
    at = quote + 2;
  }
}

function nextDelimiter(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}
