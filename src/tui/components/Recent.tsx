// The latest results with their figures, newest first.
import { isBad } from '../../domain/results.ts';
import { oneLine } from '../../domain/text.ts';
import type { RecentResult } from '../../projections/dashboard/state.ts';
import { latency, seconds, tokenRate } from '../../projections/text/format.ts';
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
  return shown.map((result) => <ResultLine key={result.seq} result={result} idWidth={idWidth} />);
}

function ResultLine({ result, idWidth }: { readonly result: RecentResult; readonly idWidth: number }) {
  const { testId, status, flaky, durationMs, ttftMs, decodeTokensPerSecond, reason } = result;
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
      {reason === null ? <Passed about={aboutOf(result)} ttftMs={ttftMs} rate={decodeTokensPerSecond} /> : null}
      {reason === null ? null : <Cell tone={bad ? tone : 'faint'}>{`${status}: ${reason}`}</Cell>}
    </Line>
  );
}

function aboutOf({ name, repeat, flaky }: RecentResult): string {
  return `${flaky ? 'flaky · ' : ''}${oneLine(name)}${repeat > 1 ? ` · repeat ${repeat}` : ''}`;
}

interface PassedProps {
  readonly about: string;
  readonly ttftMs: number | null;
  readonly rate: number | null;
}

function Passed({ about, ttftMs, rate }: PassedProps) {
  return (
    <>
      <Cell tone="faint">{about}</Cell>
      <Cell width={13} align="right">
        {ttftMs === null ? '' : `TTFT ${latency(ttftMs)}`}
      </Cell>
      <Cell width={11} align="right">
        {rate === null ? '' : tokenRate(rate)}
      </Cell>
    </>
  );
}
