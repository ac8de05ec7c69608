import { expect, it } from 'vitest';
import { exitCodes, UserError } from '../../src/domain/errors.ts';
import type { SessionEvent } from '../../src/domain/events.ts';
import { createRedactor } from '../../src/domain/redaction.ts';
import type { TrialMeasurement, TrialTask } from '../../src/drivers/protocol.ts';
import { Recorder } from '../../src/engine/recorder.ts';
import { Session } from '../../src/engine/session.ts';
import { sessionRules } from '../../src/engine/state.ts';
import type { ServiceReport } from '../../src/services/supervisor.ts';
import { sampleStart } from '../support/sample-start.ts';
import { restarted, scenario, schedule, stretch } from '../support/schedules.ts';
import { exited } from '../support/service-reports.ts';
import { systemError } from '../support/system-error.ts';

interface Stage {
  /** Two plain ones unless it says otherwise. */
  readonly tests?: readonly ReturnType<typeof scenario>[];
  readonly measure?: (task: TrialTask) => Promise<TrialMeasurement>;
  /** What comes of asking a service whether it is still there; it is unless this says otherwise. */
  readonly answers?: string;
  /** How often its service is started again; never unless it says otherwise. */
  readonly restart?: number;
  readonly write?: (event: SessionEvent) => void;
  readonly flush?: () => void;
  /** Throws where the disk is full; there is room unless it does. */
  readonly requireRoom?: () => void;
}

const passed: TrialMeasurement = {
  status: 'passed',
  startedAt: '2026-11-21T10:00:00.000Z',
  durationMs: 1,
  metrics: {},
  checks: [{ name: 'answer', passed: true }],
  steps: [],
  actual: { content: 'text', path: null },
  validity: [],
  error: null,
};

/** A session over ports of this test's own; `calls` lists what was asked of them, in order. */
function staged(stage: Stage) {
  const calls: string[] = [];
  const events: SessionEvent[] = [];
  const parts: { session: Session | null; abort: ((reason: string) => void) | null } = { session: null, abort: null };
  const report = (about: ServiceReport): void => parts.session?.post({ type: 'service.reported', report: about });
  const url = 'http://127.0.0.1:9';
  const connection = { url, api: 'openai', apiKey: null, model: 'm', options: {} } as const;
  const recorder = new Recorder({
    folder: '/logs/RUN_1',
    journal: {
      name: 'events.jsonl',
      append: (line) => stage.write?.(JSON.parse(line).event),
      flush: () => stage.flush?.(),
      requireRoom: () => stage.requireRoom?.(),
    },
    required: [],
    observers: [{ name: 'test', onEvent: ({ event }) => void events.push(event) }],
    redactor: createRedactor([]),
    now: () => performance.now(),
    wallClock: () => new Date(),
    startedAt: performance.now(),
  });
  const tests = stage.tests ?? [scenario('A'), scenario('B')];
  const session = new Session(sessionRules(schedule(restarted(stage.restart ?? 0, stretch(tests)))), {
    recorder,
    supervisor: {
      start({ id }) {
        calls.push(`start ${id}`);
        report({
          type: 'starting',
          service: id,
          adapter: 'builtin',
          model: 'm',
          api: 'openai',
          builtin: true,
          port: 9,
          url,
          log: 'svc.log',
          pid: 2,
        });
        report({
          type: 'ready',
          service: id,
          startupMs: 1,
          version: null,
          modelDigest: null,
          binary: null,
          details: {},
          connection,
        });
      },
      stop(service, hangs) {
        calls.push(`${hangs === true ? 'end' : 'stop'} ${service}`);
        report({ type: 'stopped', service, durationMs: 1, forced: false });
      },
      stopAll: async () => void calls.push('stop all'),
      killAll: () => void calls.push('kill all'),
      isAnythingLeft: () => false,
      sweep: async () => {
        calls.push('sweep');
        return 0;
      },
      restore: async () => void calls.push('restore'),
      logSize: () => 100,
      pidsOf: () => [],
      answers: async () => stage.answers ?? null,
      environment: { FLIGHTDECK_RUN: 'test' },
    },
    trials: {
      run: (task) => {
        calls.push(`${task.kind === 'warmup' ? 'warm up' : 'run'} ${task.scenario.id}`);
        return stage.measure?.(task) ?? Promise.resolve(passed);
      },
      abort: (reason) => {
        calls.push('abort');
        parts.abort?.(reason);
      },
      forget: (forgotten) => void calls.push(`forget ${forgotten}`),
      close: async () => void calls.push('close'),
      closeNow: () => void calls.push('close now'),
    },
    telemetry: {
      window: () => ({ rssPeakMiB: 64, gpus: [], validity: [] }),
      gpuMemory: () => [],
      gpuProcesses: () => [],
    },
    now: () => performance.now(),
    pause: async () => undefined,
    wallClock: () => new Date(),
    startedAt: performance.now(),
    runDirectory: '/nowhere',
    secrets: [],
  });
  parts.session = session;
  return { session, calls, events, parts };
}

it('gives the worker each test in turn, and proves at the end that nothing is left', async () => {
  const { session, calls, events } = staged({});
  const conclusion = await session.run(sampleStart);
  expect(conclusion).toEqual({ status: 'completed', outcome: 'passed', exitCode: 0, reason: null });
  expect(calls).toEqual([
    'start builtin/m',
    'run A',
    'run B',
    'stop builtin/m',
    'forget http://127.0.0.1:9',
    'close',
    'stop all',
    'sweep',
    'restore',
  ]);
  const result = events.flatMap((event) => (event.type === 'trial.finished' ? [event.result] : []))[0];
  expect(result?.services).toEqual({
    llm: { service: 'builtin', model: 'm', builtin: true, log: { file: 'svc.log', from: 100, to: 100 } },
  });
  expect(result?.metrics).toEqual({ rssPeakMiB: 64 });
});

it('ends with exit code 3 and leaves nothing running when the journal cannot be written', async () => {
  const { session, calls, events } = staged({
    write: (event) => {
      if (event.type === 'trial.finished') throw systemError('ENOSPC');
    },
  });
  const conclusion = await session.run(sampleStart);
  expect(conclusion.exitCode).toBe(3);
  expect(conclusion.reason).toEqual({
    kind: 'fatal',
    message:
      'the disk under /logs/RUN_1 is full: events.jsonl cannot be written; every result announced so far is safe in that folder; free some space there, or choose another disk with --logs-dir DIR, and run the plan again',
  });
  expect(calls.slice(-5)).toEqual(['abort', 'close', 'stop all', 'sweep', 'restore']);
  expect(events.map(({ type }) => type)).not.toContain('trial.finished');
  expect(events.slice(-2).map(({ type }) => type)).toEqual(['run.stopping', 'run.finished']);
});

it('breaks the next trial off, and announces nothing, when the disk does not take the last one in', async () => {
  let flushes = 0;
  const { session, calls, events } = staged({
    flush: () => {
      flushes += 1;
      if (flushes > 1) throw new Error('EIO: i/o error, fdatasync');
    },
  });
  const conclusion = await session.run(sampleStart);
  expect(conclusion.exitCode).toBe(3);
  expect(calls).toContain('run B');
  expect(calls.slice(-5)).toEqual(['abort', 'close', 'stop all', 'sweep', 'restore']);
  expect(events.map(({ type }) => type)).not.toContain('trial.finished');
});

it('breaks the trial off at a signal, stops the services and records nothing of the attempt', async () => {
  const stage = staged({
    measure: () =>
      new Promise((resolve) => {
        stage.parts.abort = (reason) => resolve({ ...passed, status: 'error', error: reason });
        stage.session.post({ type: 'stop.asked', reason: { kind: 'signal', signal: 'SIGTERM' } });
      }),
  });
  const conclusion = await stage.session.run(sampleStart);
  expect(conclusion).toMatchObject({ status: 'in_progress', outcome: 'partial', exitCode: 143 });
  expect(stage.calls).toContain('stop builtin/m');
  expect(stage.events.map(({ type }) => type)).not.toContain('trial.finished');
});

it('explains a broken request by the exit of its service', async () => {
  const stage = staged({
    measure: () => {
      setImmediate(() =>
        stage.session.post({
          type: 'service.reported',
          report: exited('builtin/m', { lastLines: ['CUDA error'] }),
        }),
      );
      return Promise.resolve({ ...passed, status: 'error', error: 'socket hang up' });
    },
  });
  await stage.session.run(sampleStart);
  const errors = stage.events.flatMap((event) => (event.type === 'trial.finished' ? [event.result.error] : []));
  const reason = 'service "builtin/m" exited with code 1 while it was in use; its last line: "CUDA error"; see svc.log';
  expect(errors).toEqual([reason, reason]);
});

it.each([
  [undefined, 'stop'],
  ['it gave no answer', 'end'],
])('ends a service in short order that was silent and, asked, is said to be: %s', async (answers, how) => {
  let trial = 0;
  const { session, calls, events } = staged({
    tests: [scenario('A', { timeoutMs: 10_000 })],
    restart: 1,
    ...(answers !== undefined && { answers }),
    measure: async () => {
      trial += 1;
      if (trial > 1) return passed;
      return { ...passed, status: 'timeout', checks: [], error: 'too slow', silentMs: { 'builtin/m': 4000 } };
    },
  });
  await session.run(sampleStart);
  expect(calls.find((call) => /^(stop|end) builtin/.test(call))).toBe(`${how} builtin/m`);
  const statuses = events.flatMap((event) => (event.type === 'trial.finished' ? [event.result.status] : []));
  expect(statuses).toEqual(how === 'end' ? ['timeout', 'passed'] : ['timeout']);
});

it.each<[string, Partial<TrialMeasurement>]>([
  ['an error', { status: 'error', error: 'HTTP 500: disk quota exceeded' }],
  ['a check that fails', { status: 'failed', checks: [{ name: 'answer', passed: false }] }],
])('believes %s only while there is room to record: on a full disk the test stays pending', async (_what, failing) => {
  const { session, events } = staged({
    measure: () => Promise.resolve({ ...passed, ...failing }),
    requireRoom: () => {
      throw systemError('ENOSPC');
    },
  });
  const { exitCode, reason } = await session.run(sampleStart);
  expect([exitCode, reason?.kind]).toEqual([3, 'fatal']);
  expect(events.map(({ type }) => type)).not.toContain('trial.finished');
});

it('takes the death of a service on a full disk for the disk, not for the service', async () => {
  const stage = staged({
    measure: () =>
      new Promise((resolve) => {
        stage.parts.abort = (reason) => resolve({ ...passed, status: 'error', error: reason });
        stage.session.post({ type: 'service.reported', report: exited('builtin/m', {}) });
      }),
    requireRoom: () => {
      throw systemError('ENOSPC');
    },
  });
  const { exitCode } = await stage.session.run(sampleStart);
  expect(exitCode).toBe(3);
  const types = stage.events.map(({ type }) => type);
  expect(types).not.toContain('service.exited');
  expect(types).not.toContain('trial.finished');
});

it('ends in a record where the system lets it start nothing more', async () => {
  const error = new UserError('processes', 'no more threads', exitCodes.cannotGoOn);
  const { session, events } = staged({ measure: () => Promise.reject(error) });
  const reason = { kind: 'fatal', message: 'no more threads' };
  expect(await session.run(sampleStart)).toMatchObject({ exitCode: 3, status: 'in_progress', reason });
  expect(events.slice(-2)).toMatchObject([
    { type: 'run.stopping', reason },
    { type: 'run.finished', exitCode: 3, reason },
  ]);
});

it('rejects with the bug where the code itself is wrong', async () => {
  const { session } = staged({ measure: () => Promise.reject(new Error('a bug')) });
  await expect(session.run(sampleStart)).rejects.toThrow('a bug');
});

it.each([
  ['error', ['warm up A', 'warm up B', 'warm up B']],
  ['timeout', ['warm up A']],
] as const)('warms up with other forms of request where one ends in %s', async (status, warmUps) => {
  const failed: TrialMeasurement = { ...passed, status, checks: [], actual: null, error: 'the image is none' };
  const { session, calls, events } = staged({
    tests: [scenario('A', { warmup: 2 }), scenario('B', { warmup: 2, options: { seed: 1 } })],
    measure: async ({ kind, scenario: { id } }) => (kind === 'warmup' && id === 'A' ? failed : passed),
  });
  await session.run(sampleStart);
  expect(calls.filter((call) => call.startsWith('warm up'))).toEqual(warmUps);
  expect(events).toContainEqual(expect.objectContaining({ type: 'warmup.finished', error: 'the image is none' }));
});
