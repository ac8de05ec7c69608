// The numbers of two runs as a table per domain and loadout, each with what may be said of it. Pure.

import { filled } from '../../../domain/filled.ts';
import { metricNamed } from '../../../domain/metrics.ts';
import { cut, oneLine } from '../../../domain/text.ts';
import { counted, nounFor } from '../../../domain/wording.ts';
import type { UnpairedMetric } from '../compare-runs.ts';
import type { MetricRow } from '../metric-rows.ts';
import { amountText, effectText } from './effect.ts';
import type { Brush, ComparisonStyle } from './style.ts';

/** What a metric or a group of them is called. */
interface Place {
  readonly domain: string;
  readonly loadout: string | null;
  readonly testId?: string | null;
}

/** One block of lines per domain and loadout, and per test where rows are of single tests. */
export function metricBlocks(rows: readonly MetricRow[], style: ComparisonStyle): string[][] {
  return [...Map.groupBy(rows, placeText).entries()].flatMap(([place, group]) => {
    const shown = group.filter(saysSomething);
    if (shown.length === 0) return [];
    return [[`  ${style.paint.bold(cut(place, style.width - 2))}`, ...table(shown, style), ...notes(group, style)]];
  });
}

export function unpairedLines(unpaired: readonly UnpairedMetric[], { width, paint }: ComparisonStyle): string[] {
  return unpaired.map((each) => {
    const { before, after } = each;
    const where = before === 0 ? 'the later run only' : after === 0 ? 'the earlier run only' : 'no repeat of both runs';
    return paint.dim(cut(`  ${placeText(each)}: ${labelOf(each.metric)} was measured in ${where}`, width));
  });
}

function placeText({ domain, loadout, testId }: Place): string {
  return [domain, loadout, testId]
    .flatMap((part) => part ?? [])
    .map(oneLine)
    .join(' · ');
}

/** What only describes is worth a line where it changed. */
function saysSomething({ verdict, before, after }: MetricRow): boolean {
  return verdict.kind !== 'describes' || before !== after;
}

interface Cells {
  readonly row: MetricRow;
  readonly label: string;
  readonly values: string;
  readonly effect: string;
}

/** The values of both sides stand where there is room for them. */
function table(rows: readonly MetricRow[], { width, paint }: ComparisonStyle): string[] {
  const cells = rows.map((row): Cells => {
    const values = `${amountText(row.before)} → ${amountText(row.after)}`;
    return { row, label: labelFor(row), values, effect: effectText(row) };
  });
  const widest = (column: 'label' | 'values' | 'effect') => Math.max(...cells.map((cell) => cell[column].length));
  const verdict = Math.max(...rows.map((row) => verdictText(row).length));
  const roomy = 4 + widest('label') + 3 + widest('values') + 3 + widest('effect') + 3 + verdict <= width;
  const label = Math.min(widest('label'), Math.max(8, width - 4 - 3 - widest('effect') - 3 - verdict));
  return cells.map(({ row, label: name, values, effect }) => {
    const parts = [cut(name, label).padEnd(label), ...(roomy ? [values.padEnd(widest('values'))] : [])];
    return `    ${[...parts, effect.padEnd(widest('effect'))].join('   ')}   ${brushFor(row, paint)(verdictText(row))}`.trimEnd();
  });
}

function labelOf(metric: string): string {
  return metricNamed(metric)?.label ?? oneLine(metric);
}

/** A difference has the metric's unit, a factor none. */
function labelFor({ metric, kind }: MetricRow): string {
  const label = labelOf(metric);
  const unit = kind === 'difference' ? (metricNamed(metric)?.unit ?? '') : '';
  return unit === '' || label.toLowerCase().endsWith(unit) ? label : `${label}, ${unit}`;
}

function verdictText({ verdict }: MetricRow): string {
  switch (verdict.kind) {
    case 'better':
    case 'worse':
      return verdict.kind;
    case 'no-difference':
      return 'no difference shown';
    case 'needs-more': {
      const more = verdict.more > 9999 ? 'over 9999' : String(verdict.more);
      return `needs ${more} more ${nounFor(verdict.more, verdict.what.slice(0, -1))}`;
    }
    case 'describes':
      return '';
    default:
      return verdict satisfies never;
  }
}

function brushFor({ verdict }: MetricRow, paint: ComparisonStyle['paint']): Brush {
  if (verdict.kind === 'better') return paint.green;
  if (verdict.kind === 'worse') return paint.red;
  return verdict.kind === 'needs-more' ? paint.yellow : paint.dim;
}

function notes(rows: readonly MetricRow[], { width, paint }: ComparisonStyle): string[] {
  const pairs = Math.max(...rows.map((row) => row.pairs));
  const tests = Math.max(...rows.map((row) => row.tests));
  const leftOut = Math.max(...rows.map(({ doubtfulPairs }) => (doubtfulPairs.used ? 0 : doubtfulPairs.count)));
  const anyDoubtful = rows.some(({ doubtfulPairs }) => doubtfulPairs.used);
  const sentences = [
    `${counted(pairs, 'pair')} of ${counted(tests, 'test')}`,
    ...(pairs > tests && rows.some(({ unit }) => unit === 'repeat') ? ['each repeat counted on its own'] : []),
    ...(leftOut > 0 ? [`${counted(leftOut, 'doubtful pair')} left out`] : []),
    ...(anyDoubtful ? ['all pairs are doubtful'] : []),
    ...(rows.some(({ builtin }) => builtin) ? ['built-in model'] : []),
  ];
  return filled(sentences.join(', '), width, '    ').map(paint.dim);
}
