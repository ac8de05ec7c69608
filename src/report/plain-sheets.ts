// The sheets that show a file: what is known of the machine, as keys and values, and the plan, line by line. Pure.
import type { JsonValue } from '../domain/plan.ts';
import { cut } from '../domain/text.ts';
import { type Cell, textCell } from './cells.ts';
import type { RunData } from './run-data.ts';
import { type GridRow, type GridSheet, wrappedLines } from './sheets.ts';

const valueWidth = 100;

export function systemSheet({ system }: RunData, name: string): GridSheet {
  const widths = [44, valueWidth];
  if (system === null) return { kind: 'grid', name, widths, rows: [missing('system_info.yaml')] };
  const header: GridRow = {
    cells: [
      { value: 'Key', style: 'header' },
      { value: 'Value', style: 'header' },
    ],
  };
  const rows = flatten(system).map(([key, value]): GridRow => {
    const shown: Cell = typeof value === 'string' ? textCell(value) : (value ?? 'not known');
    return {
      cells: [
        { value: textCell(cut(key, 300)), style: 'label' },
        { value: shown, style: 'wrapped' },
      ],
      lines: typeof shown === 'string' ? Math.min(20, wrappedLines(shown, valueWidth)) : 1,
    };
  });
  return { kind: 'grid', name, widths, rows: [header, ...rows] };
}

/** Leaves of the tree, each with its path: `host.gpus[0].name`. */
function flatten(value: JsonValue, path = ''): [string, string | number | boolean | null][] {
  if (value === null || typeof value !== 'object') return [[path, value]];
  const entries: [string, JsonValue][] = Array.isArray(value)
    ? value.map((item, index) => [`${path}[${index}]`, item])
    : Object.entries(value).map(([key, item]) => [path === '' ? key : `${path}.${key}`, item]);
  if (entries.length === 0) return [[path, 'none']];
  return entries.flatMap(([key, item]) => flatten(item, key));
}

export function planSheet({ planText }: RunData, name: string): GridSheet {
  const widths = [7, 140];
  if (planText === null) return { kind: 'grid', name, widths, rows: [missing('the plan in system_info.yaml')] };
  const lines = planText.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
  const rows = lines.map(
    (line, index): GridRow => ({
      cells: [
        { value: index + 1, style: 'lineNumber' },
        { value: line === '' ? null : textCell(line), style: 'code' },
      ],
    }),
  );
  return { kind: 'grid', name, widths, rows };
}

function missing(what: string): GridRow {
  return { cells: [{ value: `Not recorded: ${what} is missing or cannot be read.`, style: 'note', span: 2 }] };
}
