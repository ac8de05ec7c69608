// The ways in which a secret comes back in what others print, as a regular expression: each of its characters as it is, or
// as JSON, an address, a page, a programming language or a shell writes it, in any mixture. Letters and digits stay themselves.
import { anchorLength, type Pattern } from './search.ts';

/** Backslashes double with each text that is put into another; bounded, as a hostile text can consist of them. */
const slashes = '\\\\{1,15}';
const perhapsSlashes = '\\\\{0,15}';
const percent = '%(?:25){0,3}';

/** Longer secrets are looked for in parts, as an expression can become too large. */
const longestPart = 256;

/** A pattern for each part, each of its characters in all ways. */
export function patternsOf(secret: string): readonly Pattern[] {
  return partsOf(secret.match(/\s+|\\+|[^\s\\]/gu) ?? []).map((part) => patternOf(part, waysOf));
}

/** The same of what is written in one way only. */
export function literalPatternsOf(text: string): readonly Pattern[] {
  return partsOf(text.split('')).map((part) => patternOf(part, literal));
}

function partsOf(units: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(units.length / longestPart);
  const size = Math.ceil(units.length / count);
  return Array.from({ length: count }, (_, index) => units.slice(index * size, (index + 1) * size));
}

/** `waysOf` must leave letters and digits as they are. */
function patternOf(units: readonly string[], waysOf: (unit: string) => string): Pattern {
  const ways = units.map(waysOf);
  const isAnchor = (at: number): boolean => /^[A-Za-z0-9]{3}$/.test(units.slice(at, at + anchorLength).join(''));
  const from = units.findIndex((_, at) => isAnchor(at));
  if (from < 0) return { anchor: null, before: '', after: ways.join('') };
  const to = from + anchorLength;
  const anchor = ways.slice(from, to).join('');
  return { anchor, before: ways.slice(0, from).join(''), after: ways.slice(to).join('') };
}

/** A run of white space, a run of backslashes, or a character. */
function waysOf(unit: string): string {
  if (/^\s/.test(unit)) return blanks(unit.length);
  if (unit.startsWith('\\')) return backslashes(unit.length);
  if (/^[A-Za-z0-9]$/.test(unit)) return unit;
  // Doubled last, so that a quote around the secret is not taken for one within it.
  return `(?:${[`${perhapsSlashes}${literal(unit)}`, ...codes(unit), ...quotes(unit)].join('|')})`;
}

/** Lines may have been joined, indented or wrapped. */
function blanks(length: number): string {
  const forms = ['\\s', `${slashes}[nrt ]`, `${percent}(?:20|0[9aAdD])`, '\\+', `${slashes}(?:u00|x)(?:20|0[9aAdD])`];
  return `(?:${[...forms, '&#(?:9|10|13|32|[xX](?:20|0?[9aAdD]));'].join('|')}){1,${200 + length}}`;
}

function backslashes(length: number): string {
  return `(?:${['\\\\', ...codes('\\')].join('|')}){${length},${16 * length}}`;
}

/** Quotes within quotes: doubled, as YAML, SQL and tables have them, or outside of what the shell quotes. */
function quotes(character: string): readonly string[] {
  const double = `${perhapsSlashes}"`;
  if (character === "'") return [`'${slashes}''`, `'${double}'${double}'`, "''"];
  return character === '"' ? [`${double}${double}`, `${double}'${double}'${double}`] : [];
}

const named: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

function codes(character: string): readonly string[] {
  const point = character.codePointAt(0) ?? 0;
  const bytes = [...Buffer.from(character)];
  const units = character.split('').map((unit) => unit.charCodeAt(0));
  const name = named[character];
  return [
    bytes.map((byte) => percent + hex(byte, 2)).join(''),
    units.map((unit) => `${slashes}u${hex(unit, 4)}`).join(''),
    ...(point < 0x100 ? [`${slashes}x${hex(point, 2)}`] : []),
    ...(point >= 0x80
      ? [`${slashes}U${hex(point, 8)}`, bytes.map((byte) => `${slashes}x${hex(byte, 2)}`).join('')]
      : []),
    ...(isPrinted(point) ? [] : [bytes.map((byte) => `${slashes}${byte.toString(8).padStart(3, '0')}`).join('')]),
    ...(point === 0x1b ? [`${slashes}[eE]`] : []),
    ...(point === 8 ? [`${slashes}b`] : []),
    `&(?:amp;){0,3}(?:${[...(name === undefined ? [] : [name]), `#0{0,6}${point}`, `#[xX]0{0,6}${hex(point, 1)}`].join('|')});`,
  ];
}

function isPrinted(point: number): boolean {
  return point >= 0x20 && point < 0x7f;
}

/** In small and large letters. */
function hex(value: number, digits: number): string {
  const code = value.toString(16).padStart(digits, '0');
  return code.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function literal(text: string): string {
  return text.replace(/[/^$.*+?()[\]{}|\\-]/g, '\\$&');
}
