// However a run is broken off and gone on with, and whatever engine is installed in between: in the end each loadout stands as an
// undisturbed run with one engine would have left it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SessionEvent } from '../../src/domain/events.ts';
import { noOrigin, type Origin } from '../../src/domain/origins.ts';
import type { TrialResult } from '../../src/domain/results.ts';
import type { Schedule, Stretch } from '../../src/domain/schedule.ts';
import { Tally } from '../../src/domain/summary.ts';
import { mixedTests, RecordedTests, remaining } from '../../src/engine/continuation.ts';
import { scenario, schedule, stretch } from '../support/schedules.ts';
import { simulate, type World } from '../support/simulation.ts';

const versions = ['1.0', '2.0', '3.0'] as const;
type Version = (typeof versions)[number];

interface Recorded {
  readonly result: TrialResult;
  readonly version: string;
  /** It counts no more. */
  readonly outdated: boolean;
}

interface Part {
  readonly version: Version;
  readonly retryFailed: boolean;
  /** Events that are recorded before the runner is killed. */
  readonly events: number;
}

/** By version and test id, whether the engine gets it right. */
type Ability = Readonly<Record<string, boolean>>;

function worldOf(version: Version, ability: Ability): World {
  return {
    identity: { version, modelDigest: null },
    attempt: (testId) => (ability[`${version} ${testId}`] === true ? 'passed' : 'failed'),
  };
}

function recordedTests(recorded: readonly Recorded[]): RecordedTests {
  const tests = new RecordedTests();
  for (const { result, version, outdated } of recorded) {
    const service = { version, modelDigest: null };
    const origin: Origin = { ...noOrigin, services: new Map(['m', 'n'].map((model) => [`builtin/${model}`, service])) };
    tests.add(result, { origin, outdated });
  }
  return tests;
}

/** What is recorded after these events, as a journal is read. */
function recordedAfter(
  before: readonly Recorded[],
  events: readonly SessionEvent[],
  version: string,
): readonly Recorded[] {
  let recorded = before;
  for (const event of events) {
    if (event.type === 'trial.finished') recorded = [...recorded, { result: event.result, version, outdated: false }];
    if (event.type !== 'results.outdated') continue;
    const tests = new Set(event.tests);
    recorded = recorded.map((each) => (tests.has(each.result.testId) ? { ...each, outdated: true } : each));
  }
  return recorded;
}

/** What is recorded after a further part of the run. */
function goOn(
  whole: Schedule,
  recorded: readonly Recorded[],
  { version, retryFailed, events }: Part,
  ability: Ability,
) {
  const tests = recordedTests(recorded);
  const outdated = mixedTests(whole, tests).testIds;
  const left = remaining(whole, tests, { retryFailed, outdated });
  const told: SessionEvent = { type: 'results.outdated', tests: [...outdated] };
  const happened = [told, ...simulate(left, worldOf(version, ability)).events];
  return recordedAfter(recorded, happened.slice(0, events), version);
}

function standing(recorded: readonly Recorded[]): readonly Recorded[] {
  return recorded.filter(({ outdated }) => !outdated);
}

function verdicts({ tests }: Stretch, recorded: readonly Recorded[]): Readonly<Record<string, string>> {
  const tally = new Tally();
  for (const { testId, scenario: of } of tests) tally.expect(testId, of.repeats);
  for (const { result } of standing(recorded)) tally.add(result);
  const verdict = (testId: string): string => `${tally.statusOf(testId)}${tally.isFlaky(testId) ? ', flaky' : ''}`;
  return Object.fromEntries(tests.map(({ testId }) => [testId, verdict(testId)]));
}

/** Of all attempts that count. */
function versionsIn({ tests }: Stretch, recorded: readonly Recorded[]): readonly string[] {
  const ids = new Set(tests.map(({ testId }) => testId));
  const executed = standing(recorded).filter(({ result }) => ids.has(result.testId) && result.status !== 'skipped');
  return [...new Set(executed.map(({ version }) => version))];
}

const tests = [
  scenario('A', { repeats: 2 }),
  scenario('B', { dependsOn: ['A'] }),
  scenario('C', { retries: 1 }),
  scenario('D', { dependsOn: ['B', 'C'] }),
];
const whole = schedule(stretch(tests, 'm'), stretch(tests, 'n'));
const keys = versions.flatMap((version) =>
  whole.stretches.flatMap((each) => each.tests.map(({ testId }) => `${version} ${testId}`)),
);

const part = fc.record({
  version: fc.constantFrom(...versions),
  retryFailed: fc.boolean(),
  events: fc.integer({ min: 0, max: 60 }),
});
const ability = fc.record(Object.fromEntries(keys.map((key) => [key, fc.boolean()])));

it('comes to what an undisturbed run would have come to', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), fc.constantFrom(...versions), ability, (parts, lastVersion, can) => {
      let recorded: readonly Recorded[] = [];
      for (const each of parts) recorded = goOn(whole, recorded, each, can);
      const last: Part = { version: lastVersion, retryFailed: false, events: Number.POSITIVE_INFINITY };
      recorded = goOn(whole, recorded, last, can);
      expect(goOn(whole, recorded, last, can)).toEqual(recorded);
      for (const each of whole.stretches) {
        const [version, ...others] = versionsIn(each, recorded);
        expect(others).toEqual([]);
        const engine = versions.find((known) => known === version);
        if (engine === undefined) throw new Error('nothing was executed');
        const undisturbed = recordedAfter([], simulate(whole, worldOf(engine, can)).events, engine);
        expect(verdicts(each, recorded)).toEqual(verdicts(each, undisturbed));
      }
    }),
    { numRuns: 500 },
  );
});
