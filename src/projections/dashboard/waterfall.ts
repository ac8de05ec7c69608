// The stages of one trial of a chain of models, as far as they were measured. Pure and bounded.
import type { StepResult, TrialResult } from '../../domain/results.ts';
import { type Stage, stageOf } from '../../domain/stages.ts';
import { cut, oneLine } from '../../domain/text.ts';
import type { Waterfall } from './state.ts';

const stagesKept = 40;
const longestName = 24;

/** Null for a trial that has none. */
export function waterfallOf({ driver, testId, metrics, steps }: TrialResult): Waterfall | null {
  if (driver !== 'sts') return null;
  const stages = steps.slice(0, stagesKept).flatMap((step) => named(step) ?? []);
  if (stages.length === 0) return null;
  const { voiceToVoiceMs } = metrics;
  return {
    testId,
    voiceToVoiceMs: typeof voiceToVoiceMs === 'number' ? voiceToVoiceMs : null,
    endMs: Math.max(...stages.map(({ endMs }) => endMs)),
    stages,
  };
}

function named(step: StepResult): Stage | null {
  const stage = stageOf(step);
  return stage === null ? null : { ...stage, name: cut(oneLine(stage.name), longestName) };
}

/** At most `most` of them: what does not fit becomes one stage, from the first of the rest to the last. */
export function joinedStages(stages: readonly Stage[], most: number): readonly Stage[] {
  if (stages.length <= most || most < 1) return stages.slice(0, Math.max(0, most));
  const rest = stages.slice(most - 1);
  const [first] = rest;
  if (first === undefined) return stages;
  const joined = {
    name: `${rest.length} more`,
    startMs: first.startMs,
    firstOutputMs: first.firstOutputMs,
    endMs: Math.max(...rest.map(({ endMs }) => endMs)),
    failed: rest.some(({ failed }) => failed),
  };
  return [...stages.slice(0, most - 1), joined];
}
