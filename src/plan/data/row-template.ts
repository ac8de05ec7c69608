// `columns` and `template`: how the cells of a row become the fields of a scenario.
import { escaped } from '../variables.ts';
import { Written } from '../written.ts';
import type { Path } from '../yaml-source.ts';
import { type DataRow, textCell } from './data-table.ts';

/** `${…}` is a variable of the plan, `{{name}}` stands for itself, `{name}` for a cell; other braces are text. */
const pattern = /\$\{[^}]*\}|\{\{([\p{L}\p{N}_ .-]+)\}\}|\{([\p{L}\p{N}_ .-]+)\}/gu;

type Piece = { readonly text: string } | { readonly column: string };

export function piecesOfTemplate(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, doubled, column] = match;
    const before = text.slice(end, match.index);
    end = match.index + whole.length;
    if (column === undefined) pieces.push({ text: `${before}${doubled === undefined ? whole : `{${doubled}}`}` });
    else pieces.push({ text: before }, { column });
  }
  pieces.push({ text: text.slice(end) });
  return pieces.filter((piece) => !('text' in piece) || piece.text !== '');
}

/** The first column that a text at `path` in the template takes; null where it takes none. */
export function columnIn(template: unknown, path: Path): string | null {
  let value = template;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || value instanceof Written) break;
    value = Object.entries(value).find(([key]) => key === String(step))?.[1];
  }
  if (typeof value !== 'string') return null;
  const piece = piecesOfTemplate(value).find((each) => 'column' in each);
  return piece !== undefined && 'column' in piece ? piece.column : null;
}

/** Fields that hold several words, which one cell gives with ";" between them. */
const lists = new Set(['tags', 'loadouts', 'dependsOn', 'images']);

export function fieldValue(field: string, cell: unknown): unknown {
  if (!lists.has(field) || !(cell instanceof Written)) return cell;
  const words = cell.source.split(';').map((word) => word.trim());
  return words.filter((word) => word !== '').map(textCell);
}

type Filled = (row: DataRow) => unknown;

/** Undefined from the result where the field is one placeholder alone, and its cell is empty. */
export function templateField(field: string, value: unknown): Filled {
  if (typeof value !== 'string') return filled(value);
  const [only, ...others] = piecesOfTemplate(value);
  if (only === undefined || !('column' in only) || others.length > 0) return filled(value);
  return (row) => {
    const cell = row.get(only.column);
    return cell === undefined ? undefined : fieldValue(field, cell);
  };
}

function filled(value: unknown): Filled {
  if (typeof value === 'string') return filledText(value);
  if (Array.isArray(value)) {
    const items = value.map(filled);
    return (row) => items.map((item) => item(row));
  }
  if (typeof value !== 'object' || value === null || value instanceof Written) return () => value;
  const entries = Object.entries(value).map(([key, item]): [string, Filled] => [key, filled(item)]);
  return (row) => Object.fromEntries(entries.map(([key, item]) => [key, item(row)]));
}

function filledText(text: string): Filled {
  const pieces = piecesOfTemplate(text);
  const [only, ...others] = pieces;
  if (only !== undefined && 'column' in only && others.length === 0) return (row) => row.get(only.column) ?? '';
  if (!pieces.some((piece) => 'column' in piece)) {
    const plain = pieces.map((piece) => ('text' in piece ? piece.text : '')).join('');
    return () => plain;
  }
  return (row) => {
    let source = '';
    let used = '';
    for (const piece of pieces) {
      const part = 'text' in piece ? piece.text : cellText(row.get(piece.column));
      source += part;
      used += 'text' in piece ? part : escaped(part);
    }
    return source === '' ? '' : new Written(source, source, used);
  };
}

function cellText(cell: unknown): string {
  if (cell === undefined || cell === '') return '';
  if (cell instanceof Written) return cell.source;
  return JSON.stringify(cell, (_key, item: unknown) => (item instanceof Written ? item.value : item));
}
