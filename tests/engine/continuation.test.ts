// A run that goes on: what is executed of it, by what was recorded before.
import { describe, expect, it } from 'vitest';
import type { SessionEvent } from '../../src/domain/events.ts';
import { noOrigin, type Origin, type ServiceVersion } from '../../src/domain/origins.ts';
import type { TrialResult } from '../../src/domain/results.ts';
import type { Schedule } from '../../src/domain/schedule.ts';
import { type ContinuationWishes, mixedTests, RecordedTests, remaining } from '../../src/engine/continuation.ts';
import { sampleResult } from '../support/sample-results.ts';
import { scenario, schedule, stretch } from '../support/schedules.ts';
import { simulate, type World } from '../support/simulation.ts';

/**
 * `A[m] 1.2 failed` is the second attempt of the first repeat; `not tried` stands for a loadout that could not be used, `again`
 * for another attempt that was to follow.
 */
function recorded(...lines: readonly string[]): RecordedTests {
  return recordedWith(noOrigin, lines);
}

function recordedWith(origin: Origin, lines: readonly string[], tests = new RecordedTests()): RecordedTests {
  for (const line of lines) {
    const [, testId = '', repeat, attempt, status, rest] = /^(\S+) (\d)\.(\d) (\w+)(.*)$/.exec(line) ?? [];
    const tried = rest !== ', not tried' && status !== 'skipped';
    tests.add(
      sampleResult({
        testId,
        repeat: Number(repeat),
        attempt: Number(attempt),
        status: statusIn(status),
        durationMs: tried ? 5 : 0,
        checks: [],
        ...(status === 'skipped' && { reason: testId === 'S[m]' ? 'later' : 'depends on A[m], which is failed' }),
      }),
      { again: rest === ' again', origin },
    );
  }
  return tests;
}

function statusIn(word: string | undefined): TrialResult['status'] {
  const found = (['passed', 'failed', 'skipped', 'timeout', 'error'] as const).find((status) => status === word);
  if (found === undefined) throw new Error(`${word} is no status`);
  return found;
}

function executed(events: readonly SessionEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type !== 'trial.finished') return [];
    const { testId, repeat, attempt, status, flaky } = event.result;
    return [`${testId} ${repeat}.${attempt} ${status}${flaky ? ' flaky' : ''}`];
  });
}

interface Options extends Partial<ContinuationWishes> {
  readonly world?: World;
}

function goOn(whole: Schedule, before: RecordedTests, { world, ...wishes }: Options = {}): readonly string[] {
  const left = remaining(whole, before, { retryFailed: false, outdated: new Set(), ...wishes });
  return executed(simulate(left, world).events);
}

describe('a run that goes on', () => {
  it('executes what has no result, and knows what was passed before', () => {
    const whole = schedule(stretch([scenario('A'), scenario('B', { dependsOn: ['A'] }), scenario('C')]));
    expect(goOn(whole, recorded('A[m] 1.1 passed'))).toEqual(['B[m] 1.1 passed', 'C[m] 1.1 passed']);
    expect(goOn(whole, recorded('A[m] 1.1 failed', 'C[m] 1.1 passed'))).toEqual(['B[m] 1.1 skipped']);
  });

  it('starts nothing of a loadout that is done', () => {
    const whole = schedule(stretch([scenario('A')], 'm'), stretch([scenario('A')], 'n'));
    const left = remaining(whole, recorded('A[m] 1.1 passed'), { retryFailed: false, outdated: new Set() });
    expect(left.stretches.map(({ loadout }) => loadout?.label)).toEqual(['n']);
    expect(goOn(whole, recorded('A[m] 1.1 passed', 'A[n] 1.1 failed'))).toEqual([]);
  });

  it('executes the repeats that are missing, and only those', () => {
    const whole = schedule(stretch([scenario('A', { repeats: 4 })]));
    const before = recorded('A[m] 1.1 passed', 'A[m] 2.1 failed', 'A[m] 4.1 passed');
    expect(goOn(whole, before)).toEqual(['A[m] 3.1 passed']);
  });

  it('takes the further attempt that a lost service made necessary', () => {
    const whole = schedule(stretch([scenario('A'), scenario('B')]));
    expect(goOn(whole, recorded('A[m] 1.1 error again'))).toEqual(['A[m] 1.2 passed flaky', 'B[m] 1.1 passed']);
    expect(goOn(whole, recorded('A[m] 1.1 error again', 'A[m] 1.2 error'))).toEqual(['B[m] 1.1 passed']);
    expect(goOn(whole, recorded('A[m] 1.1 error'))).toEqual(['B[m] 1.1 passed']);
  });

  it('takes the retries that the plan allows where it was broken off between two attempts', () => {
    const whole = schedule(stretch([scenario('A', { retries: 2 })]));
    expect(goOn(whole, recorded('A[m] 1.1 failed'))).toEqual(['A[m] 1.2 passed flaky']);
    const always: World = { attempt: () => 'failed' };
    expect(goOn(whole, recorded('A[m] 1.1 failed'), { world: always })).toEqual(['A[m] 1.2 failed', 'A[m] 1.3 failed']);
    expect(goOn(whole, recorded('A[m] 1.1 failed', 'A[m] 1.2 failed', 'A[m] 1.3 failed'))).toEqual([]);
  });

  it('leaves what could not be tried as it is, for all of its repeats', () => {
    const whole = schedule(stretch([scenario('A', { repeats: 3, retries: 2 }), scenario('S', { skip: 'later' })]));
    expect(goOn(whole, recorded('A[m] 1.1 error, not tried', 'S[m] 1.1 skipped'))).toEqual([]);
  });
});

describe('a run whose failures are tried again', () => {
  const retry = { retryFailed: true };

  it('tries what failed, timed out or was in error as the next attempt, with the retries of the plan', () => {
    const whole = schedule(stretch([scenario('A'), scenario('B', { retries: 1 }), scenario('C'), scenario('D')]));
    const before = recorded('A[m] 1.1 failed', 'B[m] 1.1 timeout', 'B[m] 1.2 error', 'C[m] 1.1 passed');
    const world: World = { attempt: (testId, _, attempt) => (testId === 'B[m]' && attempt < 4 ? 'failed' : 'passed') };
    expect(goOn(whole, before, { ...retry, world })).toEqual([
      'A[m] 1.2 passed flaky',
      'B[m] 1.3 failed',
      'B[m] 1.4 passed flaky',
      'D[m] 1.1 passed',
    ]);
  });

  it('tries with them what was skipped because of them, and nothing else that was skipped', () => {
    const chain = [scenario('A'), scenario('B', { dependsOn: ['A'] }), scenario('C', { dependsOn: ['B'] })];
    const whole = schedule(stretch([...chain, scenario('S', { skip: 'later' })]));
    const before = recorded('A[m] 1.1 failed', 'B[m] 1.1 skipped', 'C[m] 1.1 skipped', 'S[m] 1.1 skipped');
    expect(goOn(whole, before, retry)).toEqual(['A[m] 1.2 passed flaky', 'B[m] 1.2 passed', 'C[m] 1.2 passed']);
  });

  it('tries what was skipped because of a test that has passed since, also where nothing else is tried again', () => {
    const whole = schedule(stretch([scenario('A'), scenario('B', { dependsOn: ['A'], repeats: 2 })]));
    const before = recorded('A[m] 1.1 failed', 'B[m] 1.1 skipped', 'A[m] 1.2 passed');
    expect(goOn(whole, before)).toEqual(['B[m] 1.2 passed', 'B[m] 2.1 passed']);
    expect(goOn(whole, recorded('A[m] 1.1 failed', 'B[m] 1.1 skipped'))).toEqual([]);
    // Its line in the journal was lost.
    expect(goOn(whole, recorded('B[m] 1.1 skipped'))).toEqual([
      'A[m] 1.1 passed',
      'B[m] 1.2 passed',
      'B[m] 2.1 passed',
    ]);
  });

  it('leaves what was skipped because of several tests while one of them stands as failed', () => {
    const whole = schedule(stretch([scenario('A'), scenario('B'), scenario('C', { dependsOn: ['A', 'B'] })]));
    const before = recorded('A[m] 1.1 passed', 'B[m] 1.1 failed', 'C[m] 1.1 skipped');
    expect(goOn(whole, before)).toEqual([]);
    expect(goOn(whole, before, retry)).toEqual(['B[m] 1.2 passed flaky', 'C[m] 1.2 passed']);
  });

  it('tries all repeats of what could not be tried', () => {
    const whole = schedule(stretch([scenario('A', { repeats: 2 })]));
    expect(goOn(whole, recorded('A[m] 1.1 error, not tried'), retry)).toEqual([
      'A[m] 1.2 passed flaky',
      'A[m] 2.1 passed',
    ]);
  });
});

describe('results that are worth nothing any more', () => {
  const whole = schedule(stretch([scenario('A'), scenario('B', { dependsOn: ['A'] })]));
  const before = recorded('A[m] 1.1 passed', 'B[m] 1.1 passed');

  it('are measured anew where a file of their test has changed, and are not flaky for that', () => {
    expect(goOn(whole, before, { outdated: new Set(['A[m]']) })).toEqual(['A[m] 1.2 passed']);
  });

  it('are measured anew with what was skipped because of them', () => {
    const failed = recorded('A[m] 1.1 failed', 'B[m] 1.1 skipped');
    expect(goOn(whole, failed, { outdated: new Set(['A[m]']) })).toEqual(['A[m] 1.2 passed', 'B[m] 1.2 passed']);
  });
});

describe('results that were measured with another engine or model', () => {
  const chain = [scenario('A'), scenario('B', { dependsOn: ['A'] }), scenario('C')];
  const whole = schedule(stretch(chain));
  const before = { version: '1.0', modelDigest: 'sha256:old' };
  const now = { version: '1.0', modelDigest: 'sha256:new' };
  const originOf = (service: ServiceVersion): Origin => ({ ...noOrigin, services: new Map([['builtin/m', service]]) });
  const leftOf = (tests: RecordedTests): Schedule =>
    remaining(whole, tests, { retryFailed: false, outdated: new Set() });
  const measured = (lines: readonly string[], world: World): readonly string[] =>
    executed(simulate(leftOf(recordedWith(originOf(before), lines)), world).events);

  it('are measured anew, which is said with the tests', () => {
    const left = leftOf(recordedWith(originOf(before), ['A[m] 1.1 passed']));
    const { events } = simulate(left, { identity: now });
    expect(executed(events)).toEqual(['A[m] 1.2 passed', 'B[m] 1.1 passed', 'C[m] 1.1 passed']);
    expect(events.find((event) => event.type === 'notice.raised')).toMatchObject({
      level: 'warning',
      message:
        'not the same as before: builtin/m (model digest sha256:old → sha256:new); a test that has results from then is ' +
        'executed anew: A[m]',
    });
  });

  it('stand where they were measured with those of now, whatever others were measured with', () => {
    const tests = recordedWith(originOf(before), ['A[m] 1.1 passed']);
    recordedWith(originOf(now), ['B[m] 1.1 passed'], tests);
    expect(executed(simulate(leftOf(tests), { identity: now }).events)).toEqual(['A[m] 1.2 passed', 'C[m] 1.1 passed']);
    recordedWith(originOf(now), ['A[m] 1.2 passed'], tests);
    expect(executed(simulate(leftOf(tests), { identity: now }).events)).toEqual(['C[m] 1.1 passed']);
  });

  it('are measured anew with what was skipped because of them', () => {
    expect(measured(['A[m] 1.1 failed', 'B[m] 1.1 skipped'], { identity: now })).toEqual([
      'A[m] 1.2 passed',
      'B[m] 1.2 passed',
      'C[m] 1.1 passed',
    ]);
  });

  it('are pending again where they are those of another domain on the same service', () => {
    const two = schedule(stretch([scenario('A')]), stretch([scenario('B')], 'm', 'vlm'));
    const tests = recordedWith(originOf(before), ['A[m] 1.1 passed']);
    const left = remaining(two, tests, { retryFailed: false, outdated: new Set() });
    const { events } = simulate(left, { identity: now });
    expect(executed(events)).toEqual(['B[m] 1.1 passed']);
    expect(events.find((event) => event.type === 'results.outdated')).toMatchObject({ tests: ['A[m]'] });
    expect(events.find((event) => event.type === 'notice.raised')).toMatchObject({
      message:
        'not the same as before: builtin/m (model digest sha256:old → sha256:new); a test that has results from then is ' +
        'pending again: A[m]',
    });
    const strict = simulate(left, { wishes: { strict: true }, identity: now });
    expect(executed(strict.events)).toEqual([]);
    recordedWith(originOf(now), ['B[m] 1.1 passed'], tests);
    expect([...mixedTests(two, tests).testIds]).toEqual(['A[m]']);
  });

  it('are measured anew where a failure of them is tried again', () => {
    const tests = recordedWith(originOf(before), ['A[m] 1.1 passed', 'B[m] 1.1 failed', 'C[m] 1.1 passed']);
    const left = remaining(whole, tests, { retryFailed: true, outdated: new Set() });
    const { events } = simulate(left, { identity: now });
    expect(executed(events)).toEqual(['A[m] 1.2 passed', 'B[m] 1.2 passed', 'C[m] 1.2 passed']);
    const strict = simulate(left, { wishes: { strict: true }, identity: now });
    expect(executed(strict.events)).toEqual([]);
  });

  it('end the run where that was asked for', () => {
    const left = leftOf(recordedWith(originOf(before), ['A[m] 1.1 passed']));
    const { events } = simulate(left, { wishes: { strict: true }, identity: now });
    expect(executed(events)).toEqual([]);
    expect(events.find((event) => event.type === 'run.stopping')).toMatchObject({
      reason: {
        kind: 'fatal',
        message:
          'not the same as before: builtin/m (model digest sha256:old → sha256:new); --strict refuses to go on with it',
      },
    });
  });

  it('stand where a service says nothing of itself, or the same as before', () => {
    for (const identity of [{ version: null, modelDigest: null }, before]) {
      const tests = ['B[m] 1.1 passed', 'C[m] 1.1 passed'];
      expect(measured(['A[m] 1.1 passed'], { wishes: { strict: true }, identity })).toEqual(tests);
    }
  });
});
