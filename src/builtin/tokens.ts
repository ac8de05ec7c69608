// Text to tokens and back: a token is one word or one punctuation mark.

export function tokensOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu) ?? [];
}

/** A finished text as the pieces that its tokens add to it; joined they are the text. */
export function piecesOf(text: string): string[] {
  return text.match(/\s*(?:[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}])/gu) ?? [];
}

/** What `token` adds to a text that ends with `before`: a blank stands before words, not before closing punctuation. */
export function spelled(token: string, before: string | null): string {
  return before === null || /^[.,;:!?…)\]}'"’”%]$/.test(token) || /^[([{“]$/.test(before) ? token : ` ${token}`;
}

export function endsSentence(token: string): boolean {
  return token === '.' || token === '!' || token === '?';
}
