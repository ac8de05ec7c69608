// Where a line stops being JSON, and what was expected there; the parser of the engine does not always say.

const token =
  /[ \t]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)(?![\w.+-]))/y;

type Expected = 'value' | 'first item' | 'first key' | 'key' | 'colon' | 'next' | 'end';

/** `index` is that of the first character that does not fit; for text that is JSON, its end. */
export function jsonFault(text: string): { readonly index: number; readonly message: string } {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let index = 0;
  for (;;) {
    token.lastIndex = index;
    const match = token.exec(text);
    const next: Expected | null =
      match === null ? null : after(expected, match[1] ?? (match[2] === undefined ? 'value' : 'text'), open);
    if (match === null || next === null) break;
    index += match[0].length;
    expected = next;
  }
  index += /^[ \t]*/.exec(text.slice(index))?.[0].length ?? 0;
  if (text[index] === '"' && canBeText(expected))
    return { index, message: `not JSON: ${brokenText(text.slice(index))}` };
  const wanted = wording(expected, open.at(-1));
  const message = index >= text.length ? `the line ends where ${wanted} is expected` : `${wanted} is expected here`;
  return { index, message: `not JSON: ${message}` };
}

/** What may come behind a token; null where it may not stand there. */
function after(expected: Expected, found: string, open: ('{' | '[')[]): Expected | null {
  const closes = found === '}' ? '{' : found === ']' ? '[' : null;
  if (closes !== null) {
    const mayClose = expected === 'next' || expected === (closes === '{' ? 'first key' : 'first item');
    if (!mayClose || open.at(-1) !== closes) return null;
    open.pop();
    return open.length === 0 ? 'end' : 'next';
  }
  switch (expected) {
    case 'value':
    case 'first item':
      if (found === '{' || found === '[') {
        open.push(found);
        return found === '{' ? 'first key' : 'first item';
      }
      if (found !== 'value' && found !== 'text') return null;
      return open.length === 0 ? 'end' : 'next';
    case 'first key':
    case 'key':
      return found === 'text' ? 'colon' : null;
    case 'colon':
      return found === ':' ? 'value' : null;
    case 'next':
      if (found !== ',') return null;
      return open.at(-1) === '{' ? 'key' : 'value';
    case 'end':
      return null;
    default:
      return expected satisfies never;
  }
}

function canBeText(expected: Expected): boolean {
  return expected !== 'colon' && expected !== 'next' && expected !== 'end';
}

function brokenText(text: string): string {
  if (/^"(?:[^"\\]|\\.)*\\?$/.test(text)) return 'a quote begins here and does not end';
  return 'this text has a control character or an escape sequence that JSON does not take';
}

function wording(expected: Expected, open: '{' | '[' | undefined): string {
  switch (expected) {
    case 'value':
    case 'first item':
      return 'a value';
    case 'first key':
    case 'key':
      return 'a key in double quotes';
    case 'colon':
      return '":"';
    case 'next':
      return open === '{' ? '"," or "}"' : '"," or "]"';
    case 'end':
      return 'the end of the line';
    default:
      return expected satisfies never;
  }
}
