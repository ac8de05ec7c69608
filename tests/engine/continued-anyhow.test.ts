// However a run is broken off and gone on with, and whatever engine is installed in between: in the end each loadout stands as an
// undisturbed run with one engine would have left it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SessionEvent } from '../../src/domain/events.ts';
import { noOrigin, type Origin } from '../../src/domain/origins.ts';
import type { Status, TrialResult } from '../../src/domain/results.ts';
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
  for (const { result, version } of recorded) {
    const service = { version, modelDigest: null };
    const origin: Origin = { ...noOrigin, services: new Map(['m', 'n'].map((model) => [`builtin/${model}`, service])) };
    tests.add(result, { origin });
  }
  return tests;
}

function resultsIn(events: readonly SessionEvent[], version: string): readonly Recorded[] {
  return events.flatMap((event) => (event.type === 'trial.finished' ? [{ result: event.result, version }] : []));
}

/** What a part of the run executes. */
function goOn(
  whole: Schedule,
  recorded: readonly Recorded[],
  { version, retryFailed, events }: Part,
  ability: Ability,
) {
  const tests = recordedTests(recorded);
  const left = remaining(whole, tests, { retryFailed, outdated: mixedTests(whole, tests).testIds });
  const happened = simulate(left, worldOf(version, ability)).events.slice(0, events);
  return resultsIn(happened, version);
}

function statuses({ tests }: Stretch, results: readonly TrialResult[]): Readonly<Record<string, Status>> {
  const tally = new Tally();
  for (const { testId, scenario: of } of tests) tally.expect(testId, of.repeats);
  for (const result of results) tally.add(result);
  return Object.fromEntries(tests.map(({ testId }) => [testId, tally.statusOf(testId)]));
}

/** Of the last attempts. */
function standingVersions({ tests }: Stretch, recorded: readonly Recorded[]): ReadonlySet<string> {
  const ids = new Set(tests.map(({ testId }) => testId));
  const last = new Map(
    recorded.map(({ result, version }) => [`${result.testId} ${result.repeat}`, { result, version }]),
  );
  const executed = [...last.values()].filter(({ result }) => ids.has(result.testId) && result.status !== 'skipped');
  return new Set(executed.map(({ version }) => version));
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
      for (const each of parts) recorded = [...recorded, ...goOn(whole, recorded, each, can)];
      const last: Part = { version: lastVersion, retryFailed: false, events: Number.POSITIVE_INFINITY };
      recorded = [...recorded, ...goOn(whole, recorded, last, can)];
      expect(goOn(whole, recorded, last, can)).toEqual([]);
      for (const each of whole.stretches) {
        const [version, ...others] = [...standingVersions(each, recorded)];
        expect(others).toEqual([]);
        const engine = versions.find((known) => known === version);
        if (engine === undefined) throw new Error('nothing was executed');
        const undisturbed = resultsIn(simulate(whole, worldOf(engine, can)).events, engine);
        const results = (of: readonly Recorded[]) =>
          statuses(
            each,
            of.map(({ result }) => result),
          );
        expect(results(recorded)).toEqual(results(undisturbed));
      }
    }),
    { numRuns: 500 },
  );
});
