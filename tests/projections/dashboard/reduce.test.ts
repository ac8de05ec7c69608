import { describe, expect, it } from 'vitest';
import type { RecordedEvent, SessionEvent } from '../../../src/domain/events.ts';
import type { FinalStatus, TrialResult } from '../../../src/domain/results.ts';
import { fractionDone } from '../../../src/projections/dashboard/progress.ts';
import { reduceDashboard } from '../../../src/projections/dashboard/reduce.ts';
import { type DashboardState, initialDashboard } from '../../../src/projections/dashboard/state.ts';
import { joinedStages, waterfallOf } from '../../../src/projections/dashboard/waterfall.ts';
import { sampleConversation } from '../../support/sample-drivers.ts';
import { runStarted, runUnderWay, wholeRun } from '../../support/sample-events.ts';
import { type SampleInput, SampleJournal } from '../../support/sample-journal.ts';
import { sampleResult } from '../../support/sample-results.ts';
import { studioPulling, studioUnderWay } from '../../support/sample-studio.ts';

function reduced(inputs: readonly SampleInput[]): DashboardState {
  return inputs.reduce(reduceDashboard, initialDashboard());
}

function started(): SampleJournal {
  const journal = new SampleJournal();
  journal.event(runStarted({ gpu: false }));
  journal.event({ type: 'domain.started', domain: 'llm', driver: 'llm', tests: 12, trials: 14 });
  return journal;
}

function trial(journal: SampleJournal, over: Partial<TrialResult> & { readonly repeats?: number }): RecordedEvent {
  const { repeats = 1, ...result } = over;
  const whole = sampleResult(result);
  const { testId, name, domain, loadout, repeat, attempt } = whole;
  journal.event({ type: 'trial.started', testId, name, domain, loadout, repeat, repeats, attempt });
  return journal.event({ type: 'trial.finished', result: whole }, whole.durationMs);
}

describe('counting test ids', () => {
  it('ends with the counts of the summary', () => {
    const { total, phase, outcome, report } = reduced(wholeRun().inputs);
    expect(total).toEqual({ tests: 16, done: 16, passed: 8, failed: 2, skipped: 6, flaky: 1 });
    expect({ phase, outcome, report }).toEqual({ phase: 'finished', outcome: 'failed', report: 'report.xlsx' });
  });

  it('takes a failure back when a later attempt passes', () => {
    const journal = started();
    trial(journal, { status: 'failed' });
    expect(reduced(journal.inputs).total).toMatchObject({ failed: 1, passed: 0 });
    trial(journal, { attempt: 2, flaky: true });
    expect(reduced(journal.inputs).total).toMatchObject({ failed: 0, passed: 1, flaky: 1, done: 1 });
  });

  it('counts a test once all its repeats are there, and shows its part before', () => {
    const journal = started();
    trial(journal, { repeats: 2 });
    const half = reduced(journal.inputs);
    expect(half.total).toMatchObject({ done: 0, passed: 0 });
    expect(fractionDone(half, half.total, null)).toBeCloseTo(0.5 / 16);
    trial(journal, { repeat: 2, repeats: 2 });
    expect(reduced(journal.inputs).total).toMatchObject({ done: 1, passed: 1 });
  });

  it('fails a test whose first of two repeats failed', () => {
    const journal = started();
    trial(journal, { repeats: 2, status: 'timeout' });
    trial(journal, { repeats: 2, repeat: 2 });
    expect(reduced(journal.inputs).total).toMatchObject({ done: 1, passed: 0, failed: 1 });
  });

  it('counts a test that could not go on after its first repeat as done when the next one comes', () => {
    const journal = started();
    trial(journal, { repeats: 3, status: 'error', error: 'the service died' });
    journal.event({
      type: 'trial.finished',
      result: sampleResult({ testId: 'LLM-002[x]', status: 'skipped', reason: 'no' }),
    });
    journal.event({ type: 'domain.finished', domain: 'llm', durationMs: 1 });
    expect(reduced(journal.inputs).total).toMatchObject({ done: 2, failed: 1, skipped: 1 });
  });

  it('leaves a test pending that was stopped between its repeats', () => {
    const journal = started();
    trial(journal, { repeats: 3 });
    journal.event({ type: 'run.stopping', reason: { kind: 'signal', signal: 'SIGINT' } });
    journal.event({ type: 'domain.finished', domain: 'llm', durationMs: 1 });
    const { total, phase, action } = reduced(journal.inputs);
    expect(total).toMatchObject({ done: 0, passed: 0 });
    expect([phase, action.text]).toEqual(['stopping', 'Stopping: stopped by SIGINT']);
  });
});

describe('counting what earlier parts of a run recorded', () => {
  /** What it recalls, and then what this part of it executes. */
  function continued(
    results: readonly TrialResult[],
    again: readonly number[],
    now: (journal: SampleJournal) => void = () => {},
  ): DashboardState {
    const test = sampleResult({});
    const recalled = reduceDashboard(reduced(started().inputs), {
      kind: 'recalled',
      results,
      again: new Map(again.length === 0 ? [] : [[test.testId, new Set(again)]]),
    });
    const journal = new SampleJournal();
    now(journal);
    return journal.inputs.reduce(reduceDashboard, recalled);
  }
  const repeats = (...statuses: readonly FinalStatus[]) =>
    statuses.map((status, index) => sampleResult({ status, repeat: index + 1 }));

  it('counts a test that is done by the last attempts of its repeats, wherever they stand', () => {
    const last = sampleResult({ repeat: 1, attempt: 2, flaky: true });
    const { total, domains } = continued([...repeats('failed', 'passed', 'passed'), last], []);
    expect(total).toMatchObject({ done: 1, passed: 1, failed: 0, flaky: 1 });
    expect(domains[0]).toMatchObject({ executedTests: 1, executionMs: 4 * last.durationMs });
  });

  it('counts a test that goes on once it does, with the repeats that stand', () => {
    const standing = repeats('passed', 'passed', 'passed', 'passed');
    expect(continued(standing, [5]).total).toMatchObject({ done: 0, passed: 0 });
    const { total } = continued(standing, [5], (journal) => trial(journal, { repeat: 5, repeats: 5 }));
    expect(total).toMatchObject({ done: 1, passed: 1, failed: 0 });
  });

  it('is not made green by the repeats that are executed now', () => {
    const standing = repeats('passed', 'timeout', 'passed', 'passed');
    const { total } = continued(standing, [5], (journal) => trial(journal, { repeat: 5, repeats: 5 }));
    expect(total).toMatchObject({ done: 1, passed: 0, failed: 1 });
  });

  it('forgets the repeats that are executed again', () => {
    const { total } = continued(repeats('passed', 'failed', 'passed'), [2], (journal) =>
      trial(journal, { repeat: 2, repeats: 3, attempt: 2, flaky: true }),
    );
    expect(total).toMatchObject({ done: 1, passed: 1, failed: 0, flaky: 1 });
  });

  it('takes back what turns out to be measured with something else', () => {
    const standing = repeats('failed', 'passed');
    expect(continued(standing, []).total).toMatchObject({ done: 1, passed: 0, failed: 1 });
    const anew = (journal: SampleJournal) => {
      trial(journal, { repeat: 1, repeats: 2, attempt: 2, anew: true });
      trial(journal, { repeat: 2, repeats: 2, attempt: 2, anew: true });
    };
    expect(continued(standing, [], anew).total).toMatchObject({ done: 1, passed: 1, failed: 0 });
    const half = continued(repeats('failed'), [2], (journal) =>
      trial(journal, { repeat: 1, repeats: 2, attempt: 2, anew: true }),
    );
    expect(half.total).toMatchObject({ done: 0, passed: 0, failed: 0 });
  });

  it('leaves a test pending of which a repeat is still missing', () => {
    const state = continued(repeats('passed'), [2, 3], (journal) => trial(journal, { repeat: 2, repeats: 3 }));
    expect(state.total).toMatchObject({ done: 0, passed: 0 });
    expect(fractionDone(state, state.total, null)).toBeCloseTo(2 / 3 / 16);
  });
});

describe('the remaining time', () => {
  it('is unknown before a test has been executed and after the last one', () => {
    expect(reduced(started().inputs).remainingMs).toBeNull();
    expect(reduced(wholeRun().inputs).remainingMs).toBeNull();
  });

  it('is not learned from skipped tests', () => {
    const journal = started();
    journal.event({ type: 'trial.finished', result: sampleResult({ status: 'skipped', reason: 'no', durationMs: 0 }) });
    expect(reduced(journal.inputs).remainingMs).toBeNull();
  });

  it('extrapolates each domain from its own pace, and one without a pace from the others', () => {
    const journal = started();
    trial(journal, { durationMs: 1000 });
    expect(reduced(journal.inputs).remainingMs).toBe(11 * 1000 + 4 * 1000);
    journal.event({ type: 'domain.started', domain: 'build', driver: 'command', tests: 4, trials: 4 });
    trial(journal, { testId: 'BUILD-001', domain: 'build', loadout: null, durationMs: 100 });
    expect(reduced(journal.inputs).remainingMs).toBe(11 * 1000 + 3 * 100);
  });

  it('adds the setting up of loadouts that are still to come', () => {
    const journal = started();
    journal.event({ type: 'loadout.started', domain: 'llm', loadout: 'tiny-markov', services: [] });
    journal.event({ type: 'notice.raised', level: 'info', message: 'loading' }, 495);
    trial(journal, { durationMs: 1000 });
    expect(reduced(journal.inputs).remainingMs).toBe(15 * 1000 + 500);
  });

  it('is never negative', () => {
    const journal = started();
    for (let n = 0; n < 20; n += 1) trial(journal, { testId: `LLM-${n}[x]` });
    expect(reduced(journal.inputs).remainingMs).toBeGreaterThanOrEqual(0);
  });
});

describe('services', () => {
  const states = (events: readonly SessionEvent[]): unknown => {
    const journal = started();
    for (const event of events) journal.event(event);
    return reduced(journal.inputs).services.map(({ service, state, port, builtin }) => ({
      service,
      state,
      port,
      builtin,
    }));
  };
  const starting = runUnderWay().inputs.flatMap((input) =>
    input.kind === 'event' && input.recorded.event.type === 'service.starting' ? [input.recorded.event] : [],
  );
  const service = 'builtin/tiny-markov';
  const view = { service, port: 41_233, builtin: true };

  it('are shown from the first sign of life until they were stopped', () => {
    const ready = {
      type: 'service.ready',
      service,
      startupMs: 1,
      version: null,
      modelDigest: null,
      binary: null,
      details: {},
    } as const;
    const stopped = { type: 'service.stopped', service, durationMs: 1, forced: false } as const;
    expect(states(starting)).toEqual([{ ...view, state: 'starting' }]);
    expect(states([...starting, { type: 'model.loading', service, model: 'm' }])).toEqual([
      { ...view, state: 'loading' },
    ]);
    expect(states([...starting, ready])).toEqual([{ ...view, state: 'ready' }]);
    expect(states([...starting, ready, stopped])).toEqual([]);
  });

  it('stay visible while they are ended to be started again', () => {
    const restarting = { type: 'service.restarting', service, attempt: 1, of: 1, why: 'it hangs' } as const;
    const stopped = { type: 'service.stopped', service, durationMs: 1, forced: true } as const;
    expect(states([...starting, restarting, stopped])).toEqual([{ ...view, state: 'restarting' }]);
    expect(states([...starting, restarting, stopped, ...starting])).toEqual([{ ...view, state: 'starting' }]);
    const journal = new SampleJournal();
    for (const event of [...starting, restarting]) journal.event(event);
    expect(reduced(journal.inputs).action.text).toBe(`Restarting ${service} (1 of 1)…`);
  });

  it('stay visible when they failed, until their loadout is over', () => {
    const failed = { type: 'service.failed', service: 'ollama/x', skipped: true, message: 'not installed' } as const;
    const over = {
      type: 'loadout.finished',
      domain: 'llm',
      loadout: 'x',
      setupMs: 1,
      warmupMs: 0,
      executionMs: 0,
      cleanupMs: 0,
      gpus: [],
    } as const;
    expect(states([failed])).toEqual([{ service: 'ollama/x', state: 'skipped', port: null, builtin: false }]);
    expect(states([failed, over])).toEqual([]);
  });
});

describe('services on a busy machine', () => {
  const view = (inputs: readonly SampleInput[]) =>
    reduced(inputs).services.map(({ service, state, inUse, pulled, rssMiB, vramMiB }) => {
      return { service, state, inUse, pulled, rssMiB, vramMiB };
    });
  const unmeasured = { pulled: null, rssMiB: null, vramMiB: null };

  it('stay in the list between loadouts, marked as kept, and take their memory from the samples', () => {
    expect(view(studioUnderWay().inputs)).toEqual([
      { service: 'builtin/modem-stt', state: 'ready', inUse: true, ...unmeasured, rssMiB: 84 },
      { service: 'ollama/qwen3:8b', state: 'ready', inUse: true, pulled: null, rssMiB: 1210, vramMiB: 5964 },
      { service: 'builtin/modem-tts', state: 'ready', inUse: true, ...unmeasured, rssMiB: 91 },
    ]);
    expect(view(studioPulling().inputs)[0]).toMatchObject({
      service: 'builtin/modem-stt',
      state: 'ready',
      inUse: false,
    });
  });

  it('show how much of a model has been fetched, and the clock runs from its beginning', () => {
    const journal = studioPulling();
    expect(view(journal.inputs)[1]).toMatchObject({ state: 'pulling', inUse: true });
    expect(view(journal.inputs)[1]?.pulled).toBeCloseTo(0.342, 3);
    const { sinceMs } = reduced(journal.inputs).action;
    const pulling = { type: 'model.pulling', service: 'ollama/qwen3:8b', model: 'qwen3:8b', status: 'x' } as const;
    journal.event({ ...pulling, progress: { completedBytes: 9, totalBytes: 9 } }, 5000);
    expect(reduced(journal.inputs).action).toEqual({ kind: 'pull', text: 'Pulling qwen3:8b: 100 % of 0 MiB', sinceMs });
    journal.event({ type: 'model.loading', service: 'ollama/qwen3:8b', model: 'qwen3:8b' }, 10);
    expect(view(journal.inputs)[1]).toMatchObject({ state: 'loading', pulled: null });
  });

  it('names the largest foreign processes on the GPUs, and not without end', () => {
    const journal = studioUnderWay();
    const foreignGpuProcesses = Array.from({ length: 50 }, (_, n) => ({ gpuUuid: 'G', pid: n, name: 'x', usedMiB: n }));
    journal.inputs.push({
      kind: 'sample',
      sample: { at: '', elapsedMs: 1, host: {}, gpus: [], services: [], foreignGpuProcesses },
    });
    const { foreign } = reduced(journal.inputs).machine;
    expect([foreign.length, foreign[0]?.pid]).toEqual([8, 49]);
  });
});

describe('the waterfall', () => {
  it('is that of the last conversation, while its domain is open', () => {
    const journal = studioUnderWay();
    const { waterfall } = reduced(journal.inputs);
    expect(waterfall).toMatchObject({ testId: 'STS-001[full-stack]', voiceToVoiceMs: 641.6, endMs: 1834 });
    expect(waterfall?.stages.map(({ name }) => name)).toEqual(['stt', 'llm', 'tts 1', 'tts 2', 'tts 3']);
    journal.event({ type: 'domain.started', domain: 'llm', driver: 'llm', tests: 1, trials: 1 });
    expect(reduced(journal.inputs).waterfall).toBeNull();
  });

  it('stays bounded, and joins what there is no room for', () => {
    const [step] = sampleConversation().steps;
    const steps = Array.from({ length: 500 }, (_, n) => ({
      ...(step ?? { checks: [], actual: null, error: null, status: 'passed' as const, durationMs: 1 }),
      name: `tts ${n}`,
      metrics: { stageStartMs: n, stageFirstOutputMs: n + 1, stageEndMs: n + 2 },
    }));
    const stages = waterfallOf(sampleConversation({ steps }))?.stages ?? [];
    expect(stages).toHaveLength(40);
    expect(joinedStages(stages, 3)).toEqual([
      stages[0],
      stages[1],
      { name: '38 more', startMs: 2, firstOutputMs: 3, endMs: 41, failed: false },
    ]);
    expect(joinedStages(stages, 0)).toEqual([]);
  });

  it('is none for a trial without measured stages', () => {
    expect(waterfallOf(sampleConversation({ steps: [] }))).toBeNull();
  });
});

describe('the state', () => {
  it('is the same live and from the journal', () => {
    const { inputs } = wholeRun({ gpu: true });
    const replayed = inputs.map((input): SampleInput => JSON.parse(JSON.stringify(input)));
    expect(reduced(replayed)).toEqual(reduced(inputs));
  });

  it('that was handed out never changes', () => {
    const { inputs } = wholeRun();
    let state = initialDashboard();
    for (const input of inputs) {
      const before = JSON.stringify(state);
      const next = reduceDashboard(state, input);
      expect(JSON.stringify(state)).toBe(before);
      state = next;
    }
  });

  it('stays bounded, whatever the number of trials', () => {
    const journal = started();
    for (let n = 0; n < 2000; n += 1) trial(journal, { testId: `LLM-${n}[x]`, status: 'failed' });
    const { log, recent } = reduced(journal.inputs);
    expect([log.length, recent.length]).toEqual([500, 50]);
    expect(recent.at(-1)?.testId).toBe('LLM-1999[x]');
  });

  it('says what is being done', () => {
    expect(reduced(runUnderWay().inputs).action.text).toBe('Running LLM-006[tiny-markov] (repeat 2/3)');
  });

  it('keeps the last sample, with what was not measured left unknown', () => {
    const journal = started();
    journal.inputs.push({ kind: 'sample', sample: { at: '', elapsedMs: 9000, host: {}, gpus: [], services: [] } });
    const { machine, elapsedMs } = reduced(journal.inputs);
    expect(machine).toEqual({ cpuPercent: null, memoryUsedMiB: null, memoryTotalMiB: null, gpus: [], foreign: [] });
    expect(elapsedMs).toBe(9000);
  });
});
