// What may stand in a cell, and how foreign text becomes it: whatever a model or a service printed stays text.
import { cut, oneLine, plainText } from '../domain/text.ts';

export interface LinkCell {
  readonly text: string;
  /** Relative to the workbook, or `#sheet!A1`. */
  readonly target: string;
}

export type Cell = string | number | boolean | Date | LinkCell | null;

/** Excel takes no more in one cell. */
const longestCell = 32_767;

/** Several lines of text; strings are never formulas, as they are written with a text type. */
export function textCell(text: string, length: number = longestCell): string {
  // Cut first to keep the work small, and last because escapes make text longer; the limit counts UTF-16 units.
  const clean = cut(plainText(cut(text, longestCell)), length)
    .toWellFormed()
    .replaceAll(/[\ufffe\uffff]/g, '\ufffd');
  const escaped = escapeCodes(clean);
  return escaped.length <= longestCell
    ? escaped
    : escapeCodes(cut(clean, longestCell - (escaped.length - clean.length)));
}

/** The same on one line. */
export function lineCell(text: string, length: number = longestCell): string {
  return textCell(oneLine(cut(text, longestCell)), length);
}

/** Excel reads `_x000A_` as a character code; an underscore written as a code keeps it what it was. */
function escapeCodes(text: string): string {
  return text.replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
}

/** Null for what is not a time. */
export function timeCell(iso: string | null): Date | null {
  if (iso === null) return null;
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? null : date;
}

export function secondsCell(milliseconds: number | null): number | null {
  return milliseconds === null || !Number.isFinite(milliseconds) ? null : milliseconds / 1000;
}

/**
 * A link to a file of the run folder. `base` leads from the workbook to that folder. Only a plain relative path becomes a
 * link: results are foreign text, and a link must not lead out of the folder or to the network.
 */
export function fileLink(path: string, base: string): LinkCell | string {
  const text = lineCell(path, 255);
  const parts = path.split('/');
  const plain = /^[\w.,+@=()[\] -]+(\/[\w.,+@=()[\] -]+)*$/.test(path) && !parts.includes('..') && path.length <= 255;
  if (!plain) return text;
  const target = base === '' ? path : `${base}/${path}`;
  return { text, target: target.split('/').map(encodeURIComponent).join('/') };
}

export function sheetLink(text: string, sheet: string): LinkCell {
  return { text, target: `#'${sheet}'!A1` };
}

/** Names for sheets: at most 31 characters, without `[]:*?/\`, no apostrophe at the ends, unique whatever the case. */
export class SheetNames {
  readonly #taken = new Set<string>(['history']); // a name that Excel keeps for itself

  take(wanted: string): string {
    const base =
      lineCell(wanted)
        .replaceAll(/[[\]:*?/\\]/g, '-')
        .replaceAll(/^'+|'+$/g, '') || 'sheet';
    for (let number = 1; ; number += 1) {
      const suffix = number === 1 ? '' : ` (${number})`;
      const name = `${base.slice(0, 31 - suffix.length)}${suffix}`;
      if (this.#taken.has(name.toLowerCase())) continue;
      this.#taken.add(name.toLowerCase());
      return name;
    }
  }
}
