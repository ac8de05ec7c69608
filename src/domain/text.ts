// Text from models, services and plans can contain anything; these keep it text.
import { stripVTControlCharacters } from 'node:util';

const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Foreign text for a terminal or a log: no escape sequences, control characters or bidirectional overrides; tabs and line feeds stay. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text.replaceAll('\r\n', '\n')).replace(controls, '');
}

/** The same on one line. */
export function oneLine(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim();
}

const rawInJson = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** JSON text in which nothing can steer a terminal: JSON itself escapes only the controls below U+0020. */
export function jsonText(value: unknown, indent = 0): string {
  return escapedForTerminals(JSON.stringify(value, null, indent));
}

export function escapedForTerminals(json: string): string {
  return json.replace(rawInJson, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
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
