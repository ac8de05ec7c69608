// The figures of each loadout as a small aligned table. Pure.
import { oneLine } from '../../domain/text.ts';
import { latency, seconds, tokenRate } from './format.ts';
import type { LoadoutDigest } from './loadout-figures.ts';
import type { Paint } from './paint.ts';

const absent = '–';

/** Empty where nothing was executed. */
export function figureLines(loadouts: readonly LoadoutDigest[], paint: Paint): string[] {
  if (loadouts.length === 0) return [];
  const header = ['Loadout', 'passed', 'slowest', 'TTFT p50', 'decode p50'];
  const rows = loadouts.map(rowOf);
  const widths = header.map((title, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? title.length)),
  );
  const lines = rows.map((row) => alignedRow(row, widths));
  const notes = [
    ...(loadouts.some(({ builtin }) => builtin)
      ? ['* built-in service: its figures say nothing about a real model']
      : []),
    ...(loadouts.some(({ sampled }) => sampled) ? ['~ median of a random sample of 2,000 trials'] : []),
  ];
  return [paint.dim(alignedRow(header, widths)), ...lines, ...notes.map((note) => paint.dim(note))];
}

function rowOf({
  domain,
  loadout,
  builtin,
  trials,
  passed,
  slowestMs,
  ttftMs,
  decodeTokensPerSecond,
  sampled,
}: LoadoutDigest) {
  const about = sampled ? '~' : '';
  return [
    oneLine(loadout === null ? domain : `${domain} · ${loadout}`) + (builtin ? ' *' : ''),
    `${passed}/${trials}`,
    slowestMs === null ? absent : seconds(slowestMs),
    ttftMs === null ? absent : about + latency(ttftMs),
    decodeTokensPerSecond === null ? absent : about + tokenRate(decodeTokensPerSecond),
  ];
}

function alignedRow(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
    .join('   ')
    .trimEnd();
}
