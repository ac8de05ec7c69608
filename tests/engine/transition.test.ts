import { describe, expect, it } from 'vitest';
import type { SessionEvent } from '../../src/domain/events.ts';
import { scenario, schedule, stretch } from '../support/schedules.ts';
import { exited } from '../support/service-reports.ts';
import { simulate } from '../support/simulation.ts';

function results(events: readonly SessionEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.type !== 'trial.finished') return [];
    const { testId, repeat, attempt, status, flaky } = event.result;
    return [`${testId} ${repeat}.${attempt} ${status}${flaky ? ' flaky' : ''}`];
  });
}

function reasons(events: readonly SessionEvent[]): (string | null | undefined)[] {
  return events.flatMap((event) =>
    event.type === 'trial.finished' ? [event.result.reason ?? event.result.error] : [],
  );
}

const types = (events: readonly SessionEvent[]): string[] => events.map(({ type }) => type);

describe('the order of a run', () => {
  it('starts services, warms up, runs tests, stops services, then goes on to the next loadout', () => {
    const { events } = simulate(schedule(stretch([scenario('A', { warmup: 1 })], 'm'), stretch([scenario('A')], 'n')));
    expect(types(events)).toEqual([
      'domain.started',
      'loadout.started',
      'service.starting',
      'service.ready',
      'warmup.started',
      'warmup.finished',
      'trial.started',
      'trial.finished',
      'service.stopped',
      'loadout.finished',
      'loadout.started',
      'service.starting',
      'service.ready',
      'trial.started',
      'trial.finished',
      'service.stopped',
      'loadout.finished',
      'domain.finished',
    ]);
  });

  it('needs no service for a suite without a loadout', () => {
    const { events, state } = simulate(schedule(stretch([scenario('A')], null)));
    expect(types(events)).toEqual(['domain.started', 'trial.started', 'trial.finished', 'domain.finished']);
    expect(state.starts).toEqual({ ready: 0, failed: 0, withoutServices: 1 });
  });

  it('starts no service where the plan skips every test', () => {
    const { events, effects } = simulate(schedule(stretch([scenario('A', { skip: 'not yet' })])));
    expect(effects.map(({ type }) => type)).not.toContain('start-service');
    expect(reasons(events)).toEqual(['not yet']);
  });

  it('says of each loadout how long set-up, warm-up, execution and clean-up took', () => {
    const { events } = simulate(schedule(stretch([scenario('A', { warmup: 1 })])));
    const finished = events.find((event) => event.type === 'loadout.finished');
    expect(finished).toMatchObject({ setupMs: 2, warmupMs: 1, executionMs: 1, cleanupMs: 2 });
  });
});

describe('repeats and retries', () => {
  it('tries a failed repeat again and marks the pass that follows as flaky', () => {
    const plan = schedule(stretch([scenario('A', { repeats: 2, retries: 2 })]));
    const { events } = simulate(plan, {
      attempt: (_id, repeat, attempt) => (repeat === 1 && attempt === 1 ? 'failed' : 'passed'),
    });
    expect(results(events)).toEqual(['A[m] 1.1 failed', 'A[m] 1.2 passed flaky', 'A[m] 2.1 passed']);
  });

  it('gives up after the last retry and goes on with the next repeat', () => {
    const plan = schedule(stretch([scenario('A', { repeats: 2, retries: 1 })]));
    const { events } = simulate(plan, { attempt: () => 'timeout' });
    expect(results(events)).toEqual(['A[m] 1.1 timeout', 'A[m] 1.2 timeout', 'A[m] 2.1 timeout', 'A[m] 2.2 timeout']);
  });
});

describe('dependencies', () => {
  it('skips what depends on a test that did not pass, with the reason', () => {
    const plan = schedule(
      stretch([scenario('A'), scenario('B', { dependsOn: ['A'] }), scenario('C', { dependsOn: ['B'] })]),
    );
    const { events } = simulate(plan, { attempt: () => 'failed' });
    expect(results(events)).toEqual(['A[m] 1.1 failed', 'B[m] 1.1 skipped', 'C[m] 1.1 skipped']);
    expect(reasons(events)).toEqual([null, 'depends on A[m], which is failed', 'depends on B[m], which is skipped']);
  });

  it('wants every repeat of the dependency to have passed', () => {
    const plan = schedule(stretch([scenario('A', { repeats: 2 }), scenario('B', { dependsOn: ['A'] })]));
    const { events } = simulate(plan, { attempt: (_id, repeat) => (repeat === 1 ? 'failed' : 'passed') });
    expect(results(events).at(-1)).toBe('B[m] 1.1 skipped');
  });
});

describe('services that cannot be used', () => {
  it('skips the tests of an engine that is not installed and goes on', () => {
    const plan = schedule(stretch([scenario('A')], 'm'), stretch([scenario('A')], 'n'));
    const { events } = simulate(plan, { start: (service) => (service.endsWith('/m') ? 'not-installed' : 'ready') });
    expect(results(events)).toEqual(['A[m] 1.1 skipped', 'A[n] 1.1 passed']);
  });

  it('puts the tests in error when a service does not start, once each and without retries', () => {
    const plan = schedule(stretch([scenario('A', { repeats: 3, retries: 3 }), scenario('B')]));
    const { events, state } = simulate(plan, { start: () => 'failed' });
    expect(results(events)).toEqual(['A[m] 1.1 error', 'B[m] 1.1 error']);
    expect(reasons(events)).toEqual(['builtin/m failed', 'builtin/m failed']);
    expect(state.starts.failed).toBe(1);
  });

  it('breaks the trial off and names the exit when a service dies', () => {
    const plan = schedule(stretch([scenario('A', { retries: 1 }), scenario('B')]));
    const { events, effects } = simulate(plan, {
      attempt: () => 'error',
      after: (event) =>
        event.type === 'trial.started'
          ? [
              {
                type: 'service.reported',
                report: exited('builtin/m', { exitCode: null, signal: 'SIGSEGV', lastLines: ['corrupted'] }),
              },
            ]
          : [],
    });
    expect(effects.map(({ type }) => type)).toContain('abort-trial');
    expect(results(events)).toEqual(['A[m] 1.1 error', 'B[m] 1.1 error']);
    expect(reasons(events).at(-1)).toBe(
      'service "builtin/m" was ended by SIGSEGV while it was in use; its last line: "corrupted"; see svc.log',
    );
  });
});

describe('stopping early', () => {
  it('leaves the rest pending after the allowed number of failed tests, and stops the services', () => {
    const plan = schedule(stretch([scenario('A', { repeats: 2 }), scenario('B'), scenario('C')]));
    const { events, state } = simulate(plan, { attempt: () => 'failed', wishes: { maxFailures: 2 } });
    expect(results(events)).toEqual(['A[m] 1.1 failed', 'A[m] 2.1 failed', 'B[m] 1.1 failed']);
    expect(state.stopping).toEqual({ kind: 'max-failures', failures: 2 });
    expect(types(events).slice(-4)).toEqual(['run.stopping', 'service.stopped', 'loadout.finished', 'domain.finished']);
  });

  it('starts no further loadout where the tests of one that did not start are too many already', () => {
    const plan = schedule(stretch([scenario('A'), scenario('B'), scenario('C')], 'm'), stretch([scenario('A')], 'n'));
    const { events, state } = simulate(plan, {
      start: (service) => (service.endsWith('/m') ? 'failed' : 'ready'),
      wishes: { maxFailures: 2 },
    });
    expect(results(events)).toEqual(['A[m] 1.1 error', 'B[m] 1.1 error']);
    expect(state.stopping).toEqual({ kind: 'max-failures', failures: 2 });
    expect(types(events).slice(-3)).toEqual(['run.stopping', 'loadout.finished', 'domain.finished']);
  });

  it('ends in the ordinary way where the last test is the one too many', () => {
    const plan = schedule(stretch([scenario('A'), scenario('B')]));
    const { events, state } = simulate(plan, {
      attempt: (testId) => (testId === 'B[m]' ? 'failed' : 'passed'),
      wishes: { maxFailures: 1 },
    });
    expect(state.stopping).toBeNull();
    expect(types(events)).not.toContain('run.stopping');
  });

  it('records nothing of the attempt that a signal breaks off', () => {
    const plan = schedule(stretch([scenario('A'), scenario('B')]));
    const { events, effects } = simulate(plan, {
      attempt: (testId) => (testId === 'B[m]' ? 'interrupted' : 'passed'),
      after: (event) =>
        event.type === 'trial.started' && event.testId === 'B[m]'
          ? [{ type: 'stop.asked', reason: { kind: 'signal', signal: 'SIGINT' } }]
          : [],
    });
    expect(results(events)).toEqual(['A[m] 1.1 passed']);
    expect(effects.at(-1)).toEqual({ type: 'conclude' });
  });

  it('begins an attempt anew that was under way while the process was suspended, and records nothing of it', () => {
    const broken = new Set<string>();
    const { events, effects } = simulate(schedule(stretch([scenario('A'), scenario('B', { retries: 1 })])), {
      attempt(testId) {
        if (testId !== 'B[m]' || broken.has(testId)) return 'passed';
        broken.add(testId);
        return 'interrupted';
      },
      after: (event) =>
        event.type === 'trial.started' && event.testId === 'B[m]' && broken.size === 0 ? [{ type: 'resumed' }] : [],
    });
    expect(results(events)).toEqual(['A[m] 1.1 passed', 'B[m] 1.1 passed']);
    expect(effects.filter(({ type }) => type === 'repeat-trial')).toHaveLength(1);
    expect(events.find((event) => event.type === 'notice.raised')).toEqual({
      type: 'notice.raised',
      level: 'info',
      message: 'The run was suspended and goes on; B[m], which was under way, begins anew',
    });
  });

  it('only says so where nothing was under way', () => {
    const { events, effects } = simulate(schedule(stretch([scenario('A', { warmup: 1 })])), {
      after: (event) => (event.type === 'warmup.started' ? [{ type: 'resumed' }] : []),
    });
    expect(effects.some(({ type }) => type === 'repeat-trial')).toBe(false);
    expect(events.find((event) => event.type === 'notice.raised')).toMatchObject({
      message: 'The run was suspended and goes on',
    });
  });

  it('stops services that are still starting', () => {
    const plan = schedule(stretch([scenario('A')]));
    const { events } = simulate(plan, {
      after: (event) =>
        event.type === 'loadout.started' ? [{ type: 'stop.asked', reason: { kind: 'signal', signal: 'SIGTERM' } }] : [],
    });
    expect(types(events)).toContain('service.stopped');
    expect(results(events)).toEqual([]);
    const finished = events.find((event) => event.type === 'loadout.finished');
    expect(finished).toMatchObject({ setupMs: 1, warmupMs: 0, executionMs: 0, cleanupMs: 4 });
  });

  it('lets a signal through among thousands of tests that cannot run', () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      scenario(`T-${index}`, { dependsOn: index === 0 ? [] : ['T-0'] }),
    );
    let finished = 0;
    const { events } = simulate(schedule(stretch(many)), {
      attempt: () => 'failed',
      after: (event) => {
        if (event.type === 'trial.finished') finished += 1;
        return event.type === 'trial.finished' && finished === 10
          ? [{ type: 'stop.asked', reason: { kind: 'signal', signal: 'SIGINT' } }]
          : [];
      },
    });
    expect(results(events).length).toBeLessThan(20);
  });
});
