// How far the run is: a bar over all tests, and one per domain.
import { Box, Text } from 'ink';
import { Fragment } from 'react';
import { oneLine } from '../../domain/text.ts';
import { fractionDone } from '../../projections/dashboard/progress.ts';
import type { DashboardState, Progress } from '../../projections/dashboard/state.ts';
import { flakySign, statusSigns } from '../signs.ts';
import { type Tone, useTheme } from '../theme.ts';
import { Bar } from './Bar.tsx';
import { Cell, Line } from './Line.tsx';

export interface ProgressLinesProps {
  readonly state: DashboardState;
  /** Columns for one line. */
  readonly width: number;
  /** Domain bars that there is room for. */
  readonly domains: number;
}

export function ProgressLines({ state, width, domains }: ProgressLinesProps) {
  const shown = shownDomains(state, domains);
  return (
    <>
      <ProgressLine label="Total" progress={state.total} domain={null} state={state} width={width} />
      {shown.map(({ name, progress }) => (
        <ProgressLine key={name} label={oneLine(name)} progress={progress} domain={name} state={state} width={width} />
      ))}
    </>
  );
}

/** The open domain is always among them. */
function shownDomains({ domains, domain }: DashboardState, room: number) {
  const open = Math.max(
    0,
    domains.findIndex(({ name }) => name === domain),
  );
  const start = Math.max(0, Math.min(open - room + 1, domains.length - room));
  return domains.slice(start, start + room);
}

interface ProgressLineProps {
  readonly label: string;
  readonly progress: Progress;
  readonly domain: string | null;
  readonly state: DashboardState;
  readonly width: number;
}

function ProgressLine({ label, progress, domain, state, width }: ProgressLineProps) {
  const digits = String(state.total.tests).length;
  const counts = countsOf(progress, digits, width);
  const labelWidth = width >= 60 ? 12 : 6;
  const doneWidth = digits * 2 + 1;
  const countsWidth = counts.reduce((sum, { text }) => sum + text.length + 1, 0);
  const barWidth = Math.max(4, width - labelWidth - 4 - doneWidth - countsWidth - 3);
  const { tests, passed, failed, skipped } = progress;
  const done = fractionDone(state, progress, domain);
  const share = (count: number): number => (tests === 0 ? 0 : count / tests);
  const counted = share(passed) + share(failed) + share(skipped);
  const parts = [
    { share: share(passed), tone: 'good' },
    { share: share(failed), tone: 'bad' },
    { share: share(skipped), tone: 'caution' },
    { share: Math.max(0, done - counted), tone: 'accent' },
  ] as const;
  return (
    <Line>
      <Cell width={labelWidth} tone={domain === null || domain === state.domain ? 'strong' : 'plain'}>
        {label}
      </Cell>
      <Bar width={barWidth} parts={parts} />
      <Cell width={4} align="right">{`${Math.floor(done * 100)}%`}</Cell>
      <Cell width={doneWidth} align="right" tone="faint">{`${progress.done}/${tests}`}</Cell>
      <Counts counts={counts} />
    </Line>
  );
}

function Counts({ counts }: { readonly counts: readonly Count[] }) {
  const theme = useTheme();
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate">
        {counts.map(({ name, text, tone }, index) => (
          <Fragment key={name}>
            {index === 0 ? '' : ' '}
            <Text {...theme[tone]}>{text}</Text>
          </Fragment>
        ))}
      </Text>
    </Box>
  );
}

interface Count {
  readonly name: string;
  readonly text: string;
  readonly tone: Tone;
}

/** With words where there is room, with signs where there is less, failures alone where there is hardly any. */
function countsOf({ passed, failed, skipped, flaky }: Progress, digits: number, width: number): readonly Count[] {
  const all = [
    { name: 'passed', count: passed, ...statusSigns.passed },
    { name: 'failed', count: failed, ...statusSigns.failed },
    { name: 'skipped', count: skipped, ...statusSigns.skipped },
    { name: 'flaky', count: flaky, ...flakySign },
  ];
  const kept = width >= 60 ? all : all.filter(({ name }) => name === 'failed');
  return kept.map(({ name, count, glyph, tone }) => ({
    name,
    text: width >= 104 ? `${String(count).padStart(digits)} ${name}` : `${glyph} ${String(count).padEnd(digits)}`,
    tone: count === 0 ? 'faint' : tone,
  }));
}
