// The stages of a chain of models on one time axis, and how much of a line each takes. Pure.
import type { StepResult } from './results.ts';

/** In milliseconds since the chain was asked. */
export interface Stage {
  readonly name: string;
  readonly startMs: number;
  /** Null where it gave nothing. */
  readonly firstOutputMs: number | null;
  readonly endMs: number;
  readonly failed: boolean;
}

/** Null for a step that is no stage, or whose times were not measured. */
export function stageOf({ name, status, metrics }: StepResult): Stage | null {
  const { stageStartMs, stageFirstOutputMs, stageEndMs } = metrics;
  if (typeof stageStartMs !== 'number' || typeof stageEndMs !== 'number') return null;
  return {
    name,
    startMs: stageStartMs,
    firstOutputMs: typeof stageFirstOutputMs === 'number' ? stageFirstOutputMs : null,
    endMs: stageEndMs,
    failed: status !== 'passed',
  };
}

export interface StageCells {
  readonly before: number;
  /** Until the first output. */
  readonly waiting: number;
  readonly giving: number;
}

/** Whole cells; together never more than `width`. A stage has at least one cell, one that gave something a full one. */
export function stageCells({ startMs, firstOutputMs, endMs }: Stage, axisMs: number, width: number): StageCells {
  const at = (ms: number): number =>
    axisMs <= 0 ? 0 : Math.round((Math.min(Math.max(ms, 0), axisMs) / axisMs) * width);
  const before = Math.max(0, Math.min(at(startMs), width - 1));
  const end = Math.min(width, Math.max(before + 1, at(endMs)));
  if (firstOutputMs === null) return { before, waiting: end - before, giving: 0 };
  const first = Math.min(Math.max(at(firstOutputMs), before), Math.max(before, end - 1));
  return { before, waiting: first - before, giving: end - first };
}
