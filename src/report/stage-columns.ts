// The columns of a sheet of stages: each link of each chain of models as a row, with its place on the time axis. Pure.
import type { StepResult, TrialResult } from '../domain/results.ts';
import { type Stage, stageCells, stageOf } from '../domain/stages.ts';
import type { DomainData } from './run-data.ts';
import type { Column } from './sheets.ts';
import { textColumns } from './text-columns.ts';

export interface StageRow {
  readonly result: TrialResult;
  readonly step: StepResult;
  readonly stage: Stage;
  /** End of the chain's last stage. */
  readonly axisMs: number;
}

export async function* stageRows(domain: DomainData): AsyncGenerator<StageRow> {
  for await (const result of domain.results()) {
    const stages = result.steps.flatMap((step) => {
      const stage = stageOf(step);
      return stage === null ? [] : [{ result, step, stage }];
    });
    const axisMs = Math.max(0, ...stages.map(({ stage }) => stage.endMs));
    for (const row of stages) yield { ...row, axisMs };
  }
}

const barWidth = 60;
const text = textColumns<StageRow>(300);

export const stageColumns: readonly Column<StageRow>[] = [
  text('Test id', 30, ({ result }) => result.testId),
  { header: 'Repeat', width: 9, style: 'integer', value: ({ result }) => result.repeat },
  { header: 'Attempt', width: 10, style: 'integer', value: ({ result }) => result.attempt },
  text('Stage', 10, ({ stage }) => stage.name),
  {
    header: 'Status',
    width: 10,
    style: 'passed',
    styleOf: ({ step }) => step.status,
    value: ({ step }) => step.status,
  },
  { header: 'Asked (ms)', width: 12, style: 'decimal', value: ({ stage }) => stage.startMs },
  { header: 'First output (ms)', width: 14, style: 'decimal', value: ({ stage }) => stage.firstOutputMs },
  { header: 'Done (ms)', width: 12, style: 'decimal', value: ({ stage }) => stage.endMs },
  { header: 'Took (ms)', width: 12, style: 'decimal', shade: 'longer', value: ({ step }) => step.durationMs },
  { header: 'On the time axis (pale: waiting)', width: barWidth + 4, style: 'code', value: barOf },
  text('Said, or what went wrong', 60, ({ step }) => step.error ?? step.actual?.content ?? null),
];

/** Spaces that are not dropped at the beginning. */
function barOf({ stage, axisMs }: StageRow): string {
  const { before, waiting, giving } = stageCells(stage, axisMs, barWidth);
  return '\u00a0'.repeat(before) + '░'.repeat(waiting) + '█'.repeat(giving);
}
