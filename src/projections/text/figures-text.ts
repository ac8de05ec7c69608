// The figures of each loadout as small aligned tables: what was measured, then what it took. Pure.
import { filled } from '../../domain/filled.ts';
import { keyFigures } from '../../domain/key-figures.ts';
import { metricNamed } from '../../domain/metrics.ts';
import type { DriverName } from '../../domain/plan.ts';
import { oneLine } from '../../domain/text.ts';
import { seconds } from '../../domain/units.ts';
import type { LoadoutDigest } from './loadout-figures.ts';
import type { Paint } from './paint.ts';
import { alignedRows } from './text-table.ts';
import { valueText } from './trial-figures.ts';

export const absent = '–';

/** One table for each kind of work, their columns in line; empty where nothing was executed. */
export function figureLines(loadouts: readonly LoadoutDigest[], paint: Paint, width: number): string[] {
  if (loadouts.length === 0) return [];
  const drivers = [...new Set(loadouts.map(({ driver }) => driver))];
  const tables = drivers.map((driver) => tableOf(driver, loadouts));
  const lines = alignedRows(tables.flat());
  const headings = new Set(tables.map((_, index) => tables.slice(0, index).flat().length));
  return [
    ...lines.map((line, index) => (headings.has(index) ? paint.dim(line) : line)),
    ...notesOn(loadouts).flatMap((note) => filled(note, width, '').map(paint.dim)),
  ];
}

/** The heading first. */
function tableOf(driver: DriverName, loadouts: readonly LoadoutDigest[]): readonly (readonly string[])[] {
  const metrics = keyFigures[driver];
  const own = loadouts.filter((loadout) => loadout.driver === driver);
  const withWer = own.some(({ corpusWer }) => corpusWer !== null);
  const shown = metrics.filter((metric) => metric !== 'wer');
  const titles = shown.map((metric) => `${metricNamed(metric)?.label ?? metric} p50`);
  return [
    [driver === 'command' ? 'Suite' : 'Loadout', 'passed', 'slowest', ...titles, ...(withWer ? ['WER'] : [])],
    ...own.map((loadout) => [
      ...beginningOf(loadout),
      ...shown.map((metric) => medianText(loadout, metric, metrics.indexOf(metric))),
      ...(withWer ? [loadout.corpusWer === null ? absent : valueText('wer', loadout.corpusWer)] : []),
    ]),
  ];
}

function beginningOf(loadout: LoadoutDigest): readonly string[] {
  const { trials, passed, slowestMs, doubtful } = loadout;
  return [
    `${nameOf(loadout)}${doubtful > 0 ? ' ?' : ''}`,
    `${passed}/${trials}`,
    slowestMs === null ? absent : seconds(slowestMs),
  ];
}

/** `llm · tiny-markov *`. */
export function nameOf({ domain, loadout, builtin }: LoadoutDigest): string {
  const mark = builtin === 'all' ? ' *' : builtin === 'some' ? ' (*)' : '';
  return oneLine(loadout === null ? domain : `${domain} · ${loadout}`) + mark;
}

function medianText({ medians, sampled }: LoadoutDigest, metric: string, index: number): string {
  const median = medians[index] ?? null;
  return median === null ? absent : (sampled ? '~' : '') + valueText(metric, median);
}

function notesOn(loadouts: readonly LoadoutDigest[]): readonly string[] {
  const some = (is: (loadout: LoadoutDigest) => boolean, note: string): string[] => (loadouts.some(is) ? [note] : []);
  return [
    ...some(
      ({ builtin }) => builtin === 'all',
      '* built-in services: their figures show that the tool works and say nothing about a real model',
    ),
    ...some(({ builtin }) => builtin === 'some', '(*) some of its services are built-in'),
    ...some(({ doubtful }) => doubtful > 0, '? some of its numbers are doubtful'),
    ...some(({ sampled }) => sampled, '~ median of a random sample of 2,000 trials'),
    ...some(({ corpusWer }) => corpusWer !== null, 'WER: all word errors over all words of the references'),
  ];
}
