// What stands in brackets was not said: sound tags such as [music] or (laughs).

export function withoutAsides(text: string): string {
  const closed = Math.max(text.lastIndexOf('>'), text.lastIndexOf(']')) + 1;
  const bare = upTo(closed, text, /[<[][^>\]]*[>\]]/g);
  return upTo(bare.lastIndexOf(')') + 1, bare, /\([^)]+\)/g);
}

/** Behind the last closing bracket nothing can match, and looking there takes time that grows with the square of the length. */
function upTo(end: number, text: string, aside: RegExp): string {
  return text.slice(0, end).replace(aside, '') + text.slice(end);
}
