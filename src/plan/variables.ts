// The grammar of `${NAME}`, `${NAME:-default}` and the literal `$${` in texts of a plan; knows no plan and no environment.

export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly fallback: string | null; readonly written: string }
  | { readonly kind: 'malformed'; readonly written: string };

const marker = /\$\$\{|\$\{([^}]*)\}|\$\{/g;
const body = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

/** Cuts a text into literal parts and variables, in order. */
export function piecesOf(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(marker)) {
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    pieces.push(pieceOf(match[0], match[1]));
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

function pieceOf(written: string, inside: string | undefined): TextPiece {
  if (written === '$${') return { kind: 'text', text: '${' };
  const [, name, fallback] = body.exec(inside ?? '') ?? [];
  if (name === undefined || fallback?.includes('${')) return { kind: 'malformed', written };
  return { kind: 'variable', name, fallback: fallback ?? null, written };
}

export function hasVariable(text: string): boolean {
  return piecesOf(text).some((piece) => piece.kind === 'variable');
}

/** Why a `${…}` cannot be read, in two lines: what is wrong, and what to write; null where all can. */
export function malformedVariable(text: string): string | null {
  const malformed = piecesOf(text).find((piece) => piece.kind === 'malformed');
  if (malformed === undefined) return null;
  return (
    `has "${malformed.written}", which is not a variable\n` +
    'write ${NAME} or ${NAME:-default} for an environment variable, $${ for a literal ${'
  );
}

/**
 * Fills variables in. As in a shell, `:-` also stands in for a variable that is set to nothing. `unset` is called for
 * each variable that has neither a value nor a default.
 */
export function substitute(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  unset: (name: string) => void,
): string {
  if (!text.includes('${')) return text;
  let result = '';
  for (const piece of piecesOf(text)) {
    if (piece.kind === 'text') result += piece.text;
    else if (piece.kind === 'malformed') result += piece.written;
    else {
      const value = env[piece.name];
      if (value === undefined && piece.fallback === null) unset(piece.name);
      result += value === undefined || (value === '' && piece.fallback !== null) ? (piece.fallback ?? '') : value;
    }
  }
  return result;
}

/** Text in which `${` means nothing, as a plan would write it. */
export function escaped(text: string): string {
  return text.replaceAll('${', () => '$${');
}

/** The reverse, for text without variables. */
export function unescaped(text: string): string {
  return substitute(text, {}, () => {});
}
