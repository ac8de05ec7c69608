// One input in, the next state out. Pure and bounded; a state that was handed out never changes.
import { builtinShare } from '../../domain/builtin.ts';
import type { RecordedEvent } from '../../domain/events.ts';
import { reasonOf } from '../../domain/reasons.ts';
import type { GpuProcess, TelemetrySample } from '../../domain/samples.ts';
import { timeOfDay } from '../../domain/units.ts';
import { sentenceFor } from '../text/sentences.ts';
import { figuresAtAGlance } from '../text/trial-figures.ts';
import { advance } from './advance.ts';
import { remainingMs } from './estimate.ts';
import { recall } from './progress.ts';
import { reduceServices, withMemory } from './services.ts';
import type { DashboardInput, DashboardState, RecentResult } from './state.ts';

const logKept = 500;
const recentKept = 50;
const foreignKept = 8;

export function reduceDashboard(state: DashboardState, input: DashboardInput): DashboardState {
  switch (input.kind) {
    case 'event':
      return onEvent(state, input.recorded);
    case 'recalled':
      return recall(state, input.results, input.again);
    case 'sample':
      return onSample(state, input.sample);
    default:
      return input satisfies never;
  }
}

function onSample(state: DashboardState, sample: TelemetrySample): DashboardState {
  const { elapsedMs, host, gpus, services, foreignGpuProcesses = [] } = sample;
  return {
    ...state,
    elapsedMs: Math.max(state.elapsedMs, elapsedMs),
    machine: {
      cpuPercent: host.cpuPercent ?? null,
      memoryUsedMiB: host.memoryUsedMiB ?? null,
      memoryTotalMiB: host.memoryTotalMiB ?? null,
      gpus,
      foreign: largestFirst(foreignGpuProcesses),
    },
    services: withMemory(state.services, services),
  };
}

function largestFirst(processes: readonly GpuProcess[]): readonly GpuProcess[] {
  return processes.toSorted((a, b) => (b.usedMiB ?? 0) - (a.usedMiB ?? 0)).slice(0, foreignKept);
}

function onEvent(state: DashboardState, recorded: RecordedEvent): DashboardState {
  const { event, elapsedMs } = recorded;
  const timed = { ...state, elapsedMs: Math.max(state.elapsedMs, elapsedMs), log: withLogLine(state.log, recorded) };
  const services = reduceServices(timed.services, event);
  const next = advance({ ...timed, services, recent: withRecent(timed.recent, recorded) }, event);
  return { ...next, remainingMs: remainingMs(next) };
}

function withLogLine(log: DashboardState['log'], { seq, at, event }: RecordedEvent): DashboardState['log'] {
  const sentence = sentenceFor(event);
  if (sentence === null) return log;
  const result = event.type !== 'trial.finished' ? null : event.result.flaky ? 'flaky' : event.result.status;
  return bounded(log, { seq, time: timeOfDay(at), ...sentence, result }, logKept);
}

function withRecent(recent: DashboardState['recent'], { seq, event }: RecordedEvent): DashboardState['recent'] {
  if (event.type !== 'trial.finished') return recent;
  const { testId, name, driver, repeat, status, flaky, durationMs, metrics, validity, services } = event.result;
  const result: RecentResult = {
    seq,
    testId,
    name,
    repeat,
    status,
    flaky,
    durationMs,
    figures: figuresAtAGlance(driver, metrics),
    doubtful: validity.length > 0,
    builtin: builtinShare(services),
    reason: reasonOf(event.result),
  };
  return bounded(recent, result, recentKept);
}

function bounded<T>(list: readonly T[], item: T, kept: number): readonly T[] {
  return [...(list.length < kept ? list : list.slice(1 - kept)), item];
}
