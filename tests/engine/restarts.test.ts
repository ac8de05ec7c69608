// Services that die: at which moments they are started again, what becomes of the attempt under way, and when nothing is.
import { describe, expect, it } from 'vitest';
import type { SessionEvent } from '../../src/domain/events.ts';
import type { InputBody } from '../../src/engine/inputs.ts';
import { restarted, scenario, schedule, stretch, using } from '../support/schedules.ts';
import { exited, ready } from '../support/service-reports.ts';
import { simulate } from '../support/simulation.ts';

/** What happened, one line for each event that matters here. */
function told(events: readonly SessionEvent[]): string[] {
  return events.flatMap((event) => {
    switch (event.type) {
      case 'service.starting':
      case 'service.ready':
      case 'service.exited':
      case 'service.stopped':
      case 'service.failed':
        return [`${event.type.replace('service.', '')} ${event.service}`];
      case 'service.restarting':
        return [`restarting ${event.service} ${event.attempt}/${event.of}: ${event.why}`];
      case 'warmup.finished':
        return [event.error === null ? 'warm' : `cold: ${event.error}`];
      case 'trial.finished': {
        const { testId, repeat, attempt, status, flaky } = event.result;
        return [`${testId} ${repeat}.${attempt} ${status}${flaky ? ' flaky' : ''}`];
      }
      default:
        return [];
    }
  });
}

const results = (events: readonly SessionEvent[]): string[] => told(events).filter((line) => line.includes('['));
const restarts = (events: readonly SessionEvent[]): string[] =>
  told(events).filter((line) => line.startsWith('restarting'));

function errors(events: readonly SessionEvent[]): (string | null)[] {
  return events.flatMap((event) => (event.type === 'trial.finished' ? [event.result.error] : []));
}

type Happens = (event: SessionEvent) => boolean;

/** The service dies right after an event of this kind, so many times. */
function dies(service: string, times: number, happens: Happens): (event: SessionEvent) => InputBody[] {
  let left = times;
  return (event) => {
    if (left === 0 || !happens(event)) return [];
    left -= 1;
    return [{ type: 'service.reported', report: exited(service, { exitCode: 7 }) }];
  };
}

const tried: Happens = ({ type }) => type === 'trial.started';
const of =
  (type: SessionEvent['type']): Happens =>
  (event) =>
    event.type === type;

/** The first attempt of each repeat is in error, as one whose service died. */
const firstBreaks = (_id: string, _repeat: number, attempt: number) => (attempt === 1 ? 'error' : 'passed');
const sentence = 'service "builtin/m" exited with code 7 while it was in use; it printed nothing; see svc.log';

describe('a service that dies during a trial', () => {
  it('is started again and warmed up, and the trial is tried again without retries in the plan', () => {
    const plan = schedule(restarted(1, stretch([scenario('A', { warmup: 1 }), scenario('B')])));
    const { events, effects } = simulate(plan, {
      attempt: (id, repeat, attempt) => (id === 'A[m]' ? firstBreaks(id, repeat, attempt) : 'passed'),
      after: dies('builtin/m', 1, tried),
    });
    expect(told(events)).toEqual([
      'starting builtin/m',
      'ready builtin/m',
      'warm',
      'exited builtin/m',
      'A[m] 1.1 error',
      'restarting builtin/m 1/1: it exited with code 7',
      'stopped builtin/m',
      'starting builtin/m',
      'ready builtin/m',
      'warm',
      'A[m] 1.2 passed flaky',
      'B[m] 1.1 passed',
      'stopped builtin/m',
    ]);
    expect(effects).toContainEqual({ type: 'abort-trial', reason: sentence });
    const followed = events.flatMap((event) => (event.type === 'trial.finished' ? [event.again ?? false] : []));
    expect(followed).toEqual([true, false, false]);
  });

  it('costs none of the retries of the plan', () => {
    const plan = schedule(restarted(1, stretch([scenario('A', { repeats: 2, retries: 1 })])));
    const { events } = simulate(plan, {
      attempt: (_id, repeat, attempt) => (repeat === 1 && attempt === 1 ? 'error' : 'failed'),
      after: dies('builtin/m', 1, tried),
    });
    expect(results(events)).toEqual([
      'A[m] 1.1 error',
      'A[m] 1.2 failed',
      'A[m] 1.3 failed',
      'A[m] 2.1 failed',
      'A[m] 2.2 failed',
    ]);
  });

  it('is started again no more often than the plan allows, and the rest is in error with the reason', () => {
    const plan = schedule(restarted(2, stretch([scenario('A'), scenario('B', { repeats: 2 })])));
    const { events } = simulate(plan, { attempt: () => 'error', after: dies('builtin/m', 9, tried) });
    expect(results(events)).toEqual(['A[m] 1.1 error', 'A[m] 1.2 error', 'A[m] 1.3 error', 'B[m] 1.1 error']);
    expect(restarts(events)).toHaveLength(2);
    expect(errors(events).at(-1)).toBe(`${sentence}; it had been started again 2 times before`);
  });

  it('is never started again where the plan says 0', () => {
    const plan = schedule(restarted(0, stretch([scenario('A', { retries: 3 }), scenario('B')])));
    const { events } = simulate(plan, { attempt: () => 'error', after: dies('builtin/m', 1, tried) });
    expect(told(events).slice(2)).toEqual([
      'exited builtin/m',
      'A[m] 1.1 error',
      'B[m] 1.1 error',
      'stopped builtin/m',
    ]);
    expect(errors(events).at(-1)).toBe(sentence);
  });

  it('leaves a trial alone that was measured all the same, and is started again before the next one', () => {
    const plan = schedule(restarted(1, stretch([scenario('A'), scenario('B')])));
    const { events } = simulate(plan, { after: dies('builtin/m', 1, tried) });
    expect(told(events).slice(2, -1)).toEqual([
      'exited builtin/m',
      'A[m] 1.1 passed',
      'restarting builtin/m 1/1: it exited with code 7',
      'stopped builtin/m',
      'starting builtin/m',
      'ready builtin/m',
      'B[m] 1.1 passed',
    ]);
  });

  it('has its failed checks judged by the retries of the plan', () => {
    const plan = schedule(restarted(1, stretch([scenario('A'), scenario('B')])));
    const { events } = simulate(plan, { attempt: () => 'failed', after: dies('builtin/m', 1, tried) });
    expect(results(events)).toEqual(['A[m] 1.1 failed', 'B[m] 1.1 failed']);
  });

  it.each(['failed', 'not-installed'] as const)('puts the rest in error where the new one is %s', (outcome) => {
    let starts = 0;
    const plan = schedule(restarted(5, stretch([scenario('A'), scenario('B')])));
    const { events, state } = simulate(plan, {
      attempt: () => 'error',
      start: () => {
        starts += 1;
        return starts === 1 ? 'ready' : outcome;
      },
      after: dies('builtin/m', 1, tried),
    });
    expect(results(events)).toEqual(['A[m] 1.1 error', 'A[m] 1.2 error', 'B[m] 1.1 error']);
    expect(errors(events).slice(1)).toEqual([`builtin/m ${outcome}`, `builtin/m ${outcome}`]);
    expect(starts).toBe(2);
    expect(state.starts).toEqual({ ready: 1, failed: 0, withoutServices: 0 });
  });

  it('may be started again as often in the next loadout', () => {
    const plan = schedule(restarted(1, using('one', 'stt')), restarted(1, using('two', 'stt')));
    const { events } = simulate(plan, {
      attempt: firstBreaks,
      after: dies('stt', 2, (event) => isFirstAttempt(event)),
    });
    expect(restarts(events)).toHaveLength(2);
    expect(results(events).filter((line) => line.endsWith('flaky'))).toEqual([
      'A[one] 1.2 passed flaky',
      'A[two] 1.2 passed flaky',
    ]);
  });

  const isFirstAttempt: Happens = (event) => event.type === 'trial.started' && event.attempt === 1;
});

describe('a service that dies at another moment', () => {
  it('between two tests is started again before the next one, at no cost', () => {
    const tests = [scenario('A', { skip: 'not yet' }), scenario('B', { skip: 'not yet' }), scenario('C')];
    const plan = schedule(restarted(1, stretch(tests)));
    const { events } = simulate(plan, { after: dies('builtin/m', 1, of('trial.finished')) });
    expect(told(events).slice(2, -1)).toEqual([
      'A[m] 1.1 skipped',
      'exited builtin/m',
      'B[m] 1.1 skipped',
      'restarting builtin/m 1/1: it exited with code 7',
      'stopped builtin/m',
      'starting builtin/m',
      'ready builtin/m',
      'C[m] 1.1 passed',
    ]);
  });

  it('in the warm-up is started again and warmed up anew', () => {
    const plan = schedule(restarted(1, stretch([scenario('A', { warmup: 1 })])));
    const { events, effects } = simulate(plan, { after: dies('builtin/m', 1, of('warmup.started')) });
    expect(told(events).slice(2, -1)).toEqual([
      'exited builtin/m',
      'warm',
      'restarting builtin/m 1/1: it exited with code 7',
      'stopped builtin/m',
      'starting builtin/m',
      'ready builtin/m',
      'warm',
      'A[m] 1.1 passed',
    ]);
    expect(effects).toContainEqual({ type: 'abort-trial', reason: sentence });
    expect(effects.filter(({ type }) => type === 'loadout-loaded')).toHaveLength(1);
  });

  it('while others of its loadout are starting is started again when they are up', () => {
    const tests = stretch([scenario('A', { warmup: 1 })], 'one').tests;
    const plan = schedule(restarted(1, { ...using('one', 'llm', 'tts'), tests }));
    const exit = dies('llm', 1, of('service.ready'));
    const { events, state } = simulate(plan, {
      start: (service) => (service === 'tts' ? 'slow' : 'ready'),
      after: (event) => {
        const inputs = exit(event);
        if (event.type !== 'service.exited') return inputs;
        return [...inputs, { type: 'service.reported', report: ready('tts') }];
      },
    });
    expect(told(events)).toEqual([
      'starting llm',
      'ready llm',
      'starting tts',
      'exited llm',
      'ready tts',
      'restarting llm 1/1: it exited with code 7',
      'stopped llm',
      'starting llm',
      'ready llm',
      'warm',
      'A[one] 1.1 passed',
      'stopped llm',
      'stopped tts',
    ]);
    expect(state.starts).toEqual({ ready: 1, failed: 0, withoutServices: 0 });
  });

  it('while it is started again for the last time is the end of its loadout', () => {
    const plan = schedule(restarted(1, stretch([scenario('A', { warmup: 1 })])));
    const { events } = simulate(plan, { attempt: () => 'error', after: dies('builtin/m', 2, of('warmup.started')) });
    expect(results(events)).toEqual(['A[m] 1.1 error']);
    expect(errors(events)).toEqual([`${sentence}; it had been started again once before`]);
  });

  it('while it is ended, having hung, is started again once and not twice', () => {
    const plan = schedule(restarted(2, stretch([scenario('A')])));
    const [first, second] = [dies('builtin/m', 1, tried), dies('builtin/m', 1, of('service.restarting'))];
    const { events } = simulate(plan, { attempt: firstBreaks, after: (event) => [...first(event), ...second(event)] });
    expect(restarts(events)).toHaveLength(1);
    expect(results(events)).toEqual(['A[m] 1.1 error', 'A[m] 1.2 passed flaky']);
  });

  it('when its loadout ends is let go', () => {
    const plan = schedule(restarted(1, stretch([scenario('A')])));
    const { events } = simulate(plan, { after: dies('builtin/m', 1, of('trial.finished')) });
    expect(told(events).slice(2)).toEqual(['A[m] 1.1 passed', 'exited builtin/m', 'stopped builtin/m']);
  });

  it('in its last trial is simply started for the next loadout', () => {
    const plan = schedule(restarted(1, using('one', 'stt')), restarted(1, using('two', 'stt')));
    const { events } = simulate(plan, { after: dies('stt', 1, tried) });
    expect(told(events)).toEqual([
      'starting stt',
      'ready stt',
      'exited stt',
      'A[one] 1.1 passed',
      'stopped stt',
      'starting stt',
      'ready stt',
      'A[two] 1.1 passed',
      'stopped stt',
    ]);
  });

  it('while memory is waited for, up for a later loadout, is started when that begins', () => {
    const plan = schedule(restarted(1, using('one', 'stt', 'llm')), restarted(1, using('two', 'stt')));
    const { events } = simulate(plan, { after: dies('stt', 1, of('service.stopped')) });
    expect(restarts(events)).toEqual([]);
    expect(results(events)).toEqual(['A[one] 1.1 passed', 'A[two] 1.1 passed']);
    expect(told(events).filter((line) => line === 'starting stt')).toHaveLength(2);
  });
});

describe('the others of its loadout', () => {
  it('stay up', () => {
    const plan = schedule(restarted(1, using('one', 'stt', 'llm', 'tts')));
    const { events, effects } = simulate(plan, { attempt: firstBreaks, after: dies('llm', 1, tried) });
    expect(told(events).slice(6)).toEqual([
      'exited llm',
      'A[one] 1.1 error',
      'restarting llm 1/1: it exited with code 7',
      'stopped llm',
      'starting llm',
      'ready llm',
      'A[one] 1.2 passed flaky',
      'stopped stt',
      'stopped llm',
      'stopped tts',
    ]);
    expect(effects).toContainEqual({ type: 'regain-memory', up: ['stt', 'tts'] });
  });

  it('are started again with it where they died too', () => {
    const plan = schedule(restarted(1, using('one', 'stt', 'llm')));
    const [stt, llm] = [dies('stt', 1, tried), dies('llm', 1, tried)];
    const { events } = simulate(plan, { attempt: firstBreaks, after: (event) => [...stt(event), ...llm(event)] });
    expect(restarts(events)).toHaveLength(2);
    expect(results(events)).toEqual(['A[one] 1.1 error', 'A[one] 1.2 passed flaky']);
  });

  it('are the end of the loadout where one of them dies for good meanwhile', () => {
    const one = using('one', 'stt', 'llm');
    const llm = one.services.get('llm');
    const services = new Map(one.services);
    if (llm !== undefined) services.set('llm', { ...llm, restart: 1 });
    const [first, second] = [dies('llm', 1, tried), dies('stt', 1, of('service.restarting'))];
    const { events } = simulate(schedule({ ...one, services }), {
      attempt: () => 'error',
      after: (event) => [...first(event), ...second(event)],
    });
    expect(results(events)).toEqual(['A[one] 1.1 error', 'A[one] 1.2 error']);
    expect(told(events).filter((line) => line === 'starting llm')).toHaveLength(1);
  });

  it('that fit together with those of later loadouts stay up for them', () => {
    const stretches = [using('one', 'stt', 'llm'), using('two', 'tts'), using('three', 'stt', 'llm')];
    const plan = {
      ...schedule(...stretches.map((each) => restarted(1, each))),
      fitTogether: new Set(['stt', 'llm', 'tts']),
    };
    const { events } = simulate(plan, { attempt: firstBreaks, after: dies('llm', 1, tried) });
    expect(told(events).filter((line) => /^(starting|stopped) (stt|llm)/.test(line))).toEqual([
      'starting stt',
      'starting llm',
      'stopped llm',
      'starting llm',
      'stopped stt',
      'stopped llm',
    ]);
  });
});

describe('a service that hangs', () => {
  const firstTimesOut = (_id: string, _repeat: number, attempt: number) => (attempt === 1 ? 'timeout' : 'passed');
  const onFirst = (service: string) => (_id: string, _repeat: number, attempt: number) =>
    attempt === 1 ? [service] : [];

  it('is ended in short order and started again, and its trial is tried again', () => {
    const plan = schedule(restarted(1, stretch([scenario('A', { warmup: 1 })])));
    const { events, effects } = simulate(plan, { attempt: firstTimesOut, hanging: onFirst('builtin/m') });
    expect(told(events).slice(3)).toEqual([
      'A[m] 1.1 timeout',
      'restarting builtin/m 1/1: it hangs',
      'stopped builtin/m',
      'starting builtin/m',
      'ready builtin/m',
      'warm',
      'A[m] 1.2 passed flaky',
      'stopped builtin/m',
    ]);
    const stops = effects.filter((effect) => effect.type === 'stop-service');
    expect(stops.map(({ hangs }) => hangs)).toEqual([true, false]);
  });

  it('is the only one of its loadout that is ended', () => {
    const plan = schedule(restarted(1, using('one', 'stt', 'llm', 'tts')));
    const { events, effects } = simulate(plan, { attempt: firstTimesOut, hanging: onFirst('tts') });
    expect(told(events).slice(6, -3)).toEqual([
      'A[one] 1.1 timeout',
      'restarting tts 1/1: it hangs',
      'stopped tts',
      'starting tts',
      'ready tts',
      'A[one] 1.2 passed flaky',
    ]);
    expect(effects).toContainEqual({ type: 'regain-memory', up: ['stt', 'llm'] });
  });

  it('is asked for the next trial where it may not be started again', () => {
    const plan = schedule(restarted(1, stretch([scenario('A'), scenario('B')])));
    const { events } = simulate(plan, { attempt: () => 'timeout', hanging: () => ['builtin/m'] });
    expect(results(events)).toEqual(['A[m] 1.1 timeout', 'A[m] 1.2 timeout', 'B[m] 1.1 timeout']);
    expect(restarts(events)).toHaveLength(1);
  });

  it('is ended in short order by a signal too', () => {
    const hanging = { attempt: () => 'timeout' as const, hanging: () => ['stt'] };
    const stopped = simulate(schedule(restarted(1, using('one', 'stt'))), {
      ...hanging,
      after: (event) =>
        event.type === 'trial.started' ? [{ type: 'stop.asked', reason: { kind: 'signal', signal: 'SIGINT' } }] : [],
    });
    expect(stopped.effects).toContainEqual({ type: 'stop-service', service: 'stt', hangs: true });
    expect(told(stopped.events)).toEqual(['starting stt', 'ready stt', 'A[one] 1.1 timeout', 'stopped stt']);
  });

  it('is not kept for a later loadout where another one is the end of its own', () => {
    const one = using('one', 'stt', 'llm');
    const stt = one.services.get('stt');
    const services = new Map(one.services);
    if (stt !== undefined) services.set('stt', { ...stt, restart: 1 });
    const { events, effects } = simulate(schedule({ ...one, services }, restarted(1, using('two', 'stt'))), {
      attempt: (id) => (id === 'A[one]' ? 'timeout' : 'passed'),
      hanging: (id) => (id === 'A[one]' ? ['stt'] : []),
      after: dies('llm', 1, tried),
    });
    expect(results(events)).toEqual(['A[one] 1.1 timeout', 'A[two] 1.1 passed']);
    expect(effects).toContainEqual({ type: 'stop-service', service: 'stt', hangs: true });
    expect(told(events).filter((line) => line === 'starting stt')).toHaveLength(2);
  });

  it('that exits all the same by then is started again once', () => {
    const plan = schedule(restarted(2, stretch([scenario('A')])));
    const { events } = simulate(plan, {
      attempt: firstTimesOut,
      hanging: onFirst('builtin/m'),
      after: dies('builtin/m', 1, tried),
    });
    expect(restarts(events)).toEqual(['restarting builtin/m 1/2: it exited with code 7']);
  });
});

describe('a run that ends while a service is started again', () => {
  it.each([
    ['what is left of it is ended', 'service.restarting', 1, ['stopped builtin/m']],
    ['its memory is waited for', 'service.stopped', 1, []],
    ['it starts', 'service.starting', 2, ['stopped builtin/m']],
    ['it is warmed up', 'warmup.started', 2, ['warm', 'stopped builtin/m']],
  ] as const)('stops everything at a signal when %s', (_moment, type, time, rest) => {
    let seen = 0;
    const first = restarted(1, stretch([scenario('A', { warmup: 1 }), scenario('B')]));
    const exit = dies('builtin/m', 1, tried);
    const { events, effects } = simulate(schedule(first, stretch([scenario('A')], 'n')), {
      attempt: firstBreaks,
      start: () => (seen === 1 && type === 'service.starting' ? 'slow' : 'ready'),
      after: (event) => {
        if (event.type === type) seen += 1;
        if (event.type !== type || seen !== time) return exit(event);
        return [{ type: 'stop.asked', reason: { kind: 'signal', signal: 'SIGINT' } }];
      },
    });
    const stop = events.findIndex((event) => event.type === 'run.stopping');
    expect(told(events.slice(stop))).toEqual(rest);
    const lastStopped = events.findLastIndex((event) => event.type === 'service.stopped');
    expect(events.findIndex((event) => event.type === 'loadout.finished')).toBeGreaterThan(lastStopped);
    const waits = effects.filter((effect) => effect.type === 'regain-memory');
    expect(waits).toHaveLength(type === 'service.restarting' ? 0 : 1);
    expect(effects.at(-1)).toEqual({ type: 'conclude' });
    const starts = effects.filter((effect) => effect.type === 'start-service');
    expect(starts).toHaveLength(type === 'service.starting' || type === 'warmup.started' ? 2 : 1);
  });

  it('is not over before everything has ended that was asked to', () => {
    const exit = dies('builtin/m', 1, tried);
    const { effects } = simulate(schedule(restarted(1, stretch([scenario('A')]))), {
      attempt: firstBreaks,
      ends: () => false,
      after: (event) =>
        event.type === 'service.restarting'
          ? [{ type: 'stop.asked', reason: { kind: 'signal', signal: 'SIGINT' } }]
          : exit(event),
    });
    expect(effects.map(({ type }) => type)).not.toContain('conclude');
  });

  it('does not start it at all where the signal comes before its trial is over', () => {
    const { events } = simulate(schedule(restarted(1, stretch([scenario('A'), scenario('B')]))), {
      attempt: () => 'interrupted',
      after: (event) =>
        event.type === 'trial.started'
          ? [
              { type: 'service.reported', report: exited('builtin/m') },
              { type: 'stop.asked', reason: { kind: 'signal', signal: 'SIGINT' } },
            ]
          : [],
    });
    expect(told(events).slice(2)).toEqual(['exited builtin/m', 'stopped builtin/m']);
  });

  it('does not wait for memory that nobody will use', () => {
    const exit = dies('builtin/m', 1, tried);
    const { effects } = simulate(schedule(restarted(1, stretch([scenario('A')]))), {
      attempt: firstBreaks,
      after: (event) =>
        event.type === 'service.stopped'
          ? [{ type: 'stop.asked', reason: { kind: 'signal', signal: 'SIGINT' } }]
          : exit(event),
    });
    expect(effects.map(({ type }) => type)).toContain('abort-settling');
  });
});

describe('the allowed number of failed tests', () => {
  it('is not reached by an attempt that is made again', () => {
    const plan = schedule(restarted(1, stretch([scenario('A'), scenario('B')])));
    const { events, state } = simulate(plan, {
      attempt: (id, repeat, attempt) => (id === 'A[m]' ? firstBreaks(id, repeat, attempt) : 'passed'),
      after: dies('builtin/m', 1, tried),
      wishes: { maxFailures: 1 },
    });
    expect(state.stopping).toBeNull();
    expect(results(events)).toEqual(['A[m] 1.1 error', 'A[m] 1.2 passed flaky', 'B[m] 1.1 passed']);
  });

  it('ends the run without another start where the last attempt reaches it', () => {
    const plan = schedule(restarted(2, stretch([scenario('A'), scenario('B')])));
    const { events, state } = simulate(plan, {
      attempt: (_id, _repeat, attempt) => (attempt === 1 ? 'error' : 'failed'),
      after: dies('builtin/m', 2, tried),
      wishes: { maxFailures: 1 },
    });
    expect(state.stopping).toEqual({ kind: 'max-failures', failures: 1 });
    expect(results(events)).toEqual(['A[m] 1.1 error', 'A[m] 1.2 failed']);
    expect(restarts(events)).toHaveLength(1);
  });
});

it('counts another start as set-up and another warm-up as warm-up', () => {
  const plan = schedule(restarted(1, stretch([scenario('A', { warmup: 1 })])));
  const { events } = simulate(plan, { attempt: firstBreaks, after: dies('builtin/m', 1, tried) });
  const finished = events.find((event) => event.type === 'loadout.finished');
  expect(finished).toMatchObject({ setupMs: 2 + 4, warmupMs: 2, executionMs: 3, cleanupMs: 2 });
});
