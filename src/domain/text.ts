// Text from models, services and plans can contain anything; these keep it text.

/** Escape sequences as ECMA-48 has them, bounded: strings with their end, control sequences, and what is shorter. */
const sequences = [
  /(?:\u001b[PX^_\]]|[\u0090\u0098\u009d-\u009f])[^\n\u0007\u001b\u0080-\u009f]{0,2000}(?:\u0007|\u001b\\|\u009c)/,
  /(?:\u001b\[|\u009b)[0-?]{0,200}[ -/]{0,20}[@-~]/,
  /\u001b[ -/]{0,20}[0-~]/,
].map(({ source }) => source);
/** Controls that JSON leaves as they are, bidirectional overrides, and the tags, which are letters that nobody sees. */
const beyondAscii = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/u.source;
const controls = [/[\u0000-\u0008\u000b-\u001f]/.source, beyondAscii];
const lineSeparators = /[\u2028\u2029]/.source;

const steering = new RegExp([...sequences, ...controls].join('|'), 'gu');

/** What nobody sees of a text: all that can steer a terminal, and what has no width. */
export const unseen = new RegExp(
  [...sequences, ...controls, lineSeparators, /\p{Default_Ignorable_Code_Point}/u.source].join('|'),
  'gu',
);

/** Foreign text for a terminal or a log: no escape sequences or control characters; tabs and line feeds stay. */
export function plainText(text: string): string {
  return text.replace(/\r\n|[\u2028\u2029]/g, '\n').replace(steering, '');
}

/** The same on one line. */
export function oneLine(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim();
}

const rawInJson = new RegExp(`${beyondAscii}|${lineSeparators}`, 'gu');

/** JSON text in which nothing can steer a terminal: JSON itself escapes only the controls below U+0020. */
export function jsonText(value: unknown, indent = 0): string {
  return escapedForTerminals(JSON.stringify(value, null, indent));
}

export function escapedForTerminals(json: string): string {
  return json.replace(rawInJson, (character) => character.split('').map(codeOf).join(''));
}

function codeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** At most `length` characters, the last one an ellipsis where something was cut; never half a surrogate pair. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.codePointAt(length - 2);
  return `${text.slice(0, end !== undefined && end > 0xffff ? length - 2 : length - 1)}…`;
}

/** A name for a file: what is not a letter, digit, dot, dash or underscore becomes a dash; at most 80 characters. */
export function safeName(text: string): string {
  const name = text
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|-+$/g, '')
    .slice(0, 80);
  return name === '' ? 'unnamed' : name;
}
