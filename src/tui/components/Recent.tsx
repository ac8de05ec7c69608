// The latest results with their figures, newest first.
import { builtinLabel } from '../../domain/builtin.ts';
import { isBad } from '../../domain/results.ts';
import { oneLine } from '../../domain/text.ts';
import { seconds } from '../../domain/units.ts';
import type { RecentResult } from '../../projections/dashboard/state.ts';
import { figureText } from '../../projections/text/trial-figures.ts';
import { flakySign, statusSigns } from '../signs.ts';
import { Cell, Line, Tight } from './Line.tsx';

export interface RecentProps {
  readonly results: readonly RecentResult[];
  readonly width: number;
  readonly height: number;
}

export function Recent({ results, width, height }: RecentProps) {
  if (results.length === 0) {
    return (
      <Line>
        <Cell tone="faint">no results yet</Cell>
      </Line>
    );
  }
  const shown = results.slice(-height).reverse();
  const longest = Math.max(...shown.map(({ testId }) => testId.length));
  const idWidth = Math.min(longest, Math.floor(width * 0.36));
  const figures = new Map(shown.map((result) => [result, figuresOf(result, width)]));
  const widths = figureWidths([...figures.values()]);
  return shown.map((result) => (
    <ResultLine
      key={result.seq}
      result={result}
      idWidth={idWidth}
      figures={figures.get(result) ?? []}
      widths={widths}
    />
  ));
}

/** The most important ones, as texts. */
function figuresOf({ figures, reason }: RecentResult, width: number): readonly string[] {
  return reason === null ? figures.slice(0, width >= 110 ? 3 : 2).map(figureText) : [];
}

/** One under the other, whatever the driver. */
function figureWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  return Array.from({ length: columns }, (_, column) => gap + Math.max(...rows.map((row) => row[column]?.length ?? 0)));
}

/** Besides the one that all cells have between them. */
const gap = 1;

interface ResultLineProps {
  readonly result: RecentResult;
  readonly idWidth: number;
  readonly figures: readonly string[];
  readonly widths: readonly number[];
}

function ResultLine({ result, idWidth, figures, widths }: ResultLineProps) {
  const { testId, status, flaky, durationMs, reason } = result;
  const { glyph, tone } = flaky ? flakySign : statusSigns[status];
  const bad = isBad(status);
  return (
    <Line>
      <Tight tone={tone}>{glyph}</Tight>
      <Cell width={idWidth} tone={bad ? tone : 'plain'}>
        {oneLine(testId)}
      </Cell>
      <Cell width={8} align="right">
        {status === 'skipped' ? '' : seconds(durationMs)}
      </Cell>
      <Tight> </Tight>
      {reason === null ? null : <Cell tone={bad ? tone : 'faint'}>{`${status}: ${reason}`}</Cell>}
      {reason === null ? <Passed result={result} figures={figures} widths={widths} /> : null}
    </Line>
  );
}

function Passed({ result, figures, widths }: Pick<ResultLineProps, 'result' | 'figures' | 'widths'>) {
  const { doubtful } = result;
  return (
    <>
      <Cell tone="faint">{aboutOf(result)}</Cell>
      {doubtful ? <Tight tone="caution">doubtful</Tight> : null}
      {widths.map((columns, index) => (
        <Cell key={columnKeys[index]} width={columns} align="right" tone={doubtful ? 'caution' : 'plain'}>
          {figures[index] ?? ''}
        </Cell>
      ))}
    </>
  );
}

const columnKeys = ['first', 'second', 'third'] as const;

function aboutOf({ name, repeat, flaky, builtin }: RecentResult): string {
  const label = builtinLabel(builtin);
  const notes = [flaky ? 'flaky' : null, label, oneLine(name), repeat > 1 ? `repeat ${repeat}` : null];
  return notes.filter((note) => note !== null).join(' · ');
}
