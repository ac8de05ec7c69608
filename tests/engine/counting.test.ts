// Everybody who counts comes to the same numbers, whatever becomes of the attempts: those of the recorded results.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RecordedEvent, SessionEvent } from '../../src/domain/events.ts';
import { type Summary, Tally } from '../../src/domain/summary.ts';
import { reduceDashboard } from '../../src/projections/dashboard/reduce.ts';
import { initialDashboard } from '../../src/projections/dashboard/state.ts';
import { createRunRecord } from '../../src/projections/run-record.ts';
import { sampleStart } from '../support/sample-start.ts';
import { scenario, schedule, stretch } from '../support/schedules.ts';
import { simulate, type World } from '../support/simulation.ts';

const shape = fc.record({
  repeats: fc.integer({ min: 1, max: 3 }),
  retries: fc.integer({ min: 0, max: 2 }),
  skip: fc.option(fc.constant('not today'), { freq: 5 }),
});
const status = fc.constantFrom(
  'passed' as const,
  'passed' as const,
  'failed' as const,
  'timeout' as const,
  'error' as const,
);
const world = fc.record({
  shapes: fc.array(shape, { minLength: 1, maxLength: 5 }),
  statuses: fc.infiniteStream(status),
  start: fc.constantFrom('ready' as const, 'ready' as const, 'failed' as const, 'not-installed' as const),
});

it('counts failed tests for --max-failures, run.json and the dashboard as the summary does', () => {
  const property = fc.property(world, ({ shapes, statuses, start }) => {
    const tests = shapes.map((each, index) => scenario(`T${index}`, each));
    const plan = schedule(stretch(tests));
    const attempt: World['attempt'] = () => statuses.next().value;
    const { events, state } = simulate(plan, { attempt, start: () => start });
    const expected = plan.stretches.flatMap((each) => each.tests);
    const wanted = expected.map(({ testId, scenario: { repeats } }) => [testId, repeats] as const);

    const summary = counted(events, wanted);
    const { total, failed, timeout, error, passed, skipped, flaky } = summary;
    expect(total).toBe(tests.length);
    expect(state.failedTests).toBe(failed + timeout + error);
    expect(savedSummary(events, wanted)).toEqual(summary);
    expect(dashboard(events)).toMatchObject({ passed, failed: failed + timeout + error, skipped, flaky });
  });
  fc.assert(property, { numRuns: 300 });
});

type Wanted = readonly (readonly [testId: string, repeats: number])[];

function counted(events: readonly SessionEvent[], wanted: Wanted): Summary {
  const tally = new Tally();
  for (const [testId, repeats] of wanted) tally.expect(testId, repeats);
  for (const event of events) if (event.type === 'trial.finished') tally.add(event.result);
  return tally.summary();
}

function savedSummary(events: readonly SessionEvent[], wanted: Wanted): unknown {
  let saved = '';
  const record = createRunRecord((text) => {
    saved = text;
  }, wanted);
  for (const one of recorded(events)) record.onEvent(one);
  record.onTick();
  return JSON.parse(saved).summary;
}

function dashboard(events: readonly SessionEvent[]) {
  const inputs = recorded(events).map((one) => ({ kind: 'event', recorded: one }) as const);
  return inputs.reduce(reduceDashboard, initialDashboard()).total;
}

function recorded(events: readonly SessionEvent[]): readonly RecordedEvent[] {
  return [sampleStart, ...events].map((event, index) => ({
    v: 1,
    seq: index + 1,
    at: '2026-11-21T10:00:00.000Z',
    elapsedMs: index,
    event,
  }));
}
