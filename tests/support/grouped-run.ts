// The run of the specification's example: eighteen tests in six groups, broken off after thirteen.
import type { SessionEvent } from '../../src/domain/events.ts';
import type { FinalStatus, TrialResult } from '../../src/domain/results.ts';
import { sampleResult } from './sample-results.ts';
import type { SampleRun } from './sample-run-folder.ts';

export interface GroupedTest {
  readonly scenario: string;
  readonly group: string | null;
  /** Null for one that was not reached. */
  readonly status: FinalStatus | null;
  readonly changes?: Partial<TrialResult>;
}

const example: readonly (readonly [group: string, statuses: string])[] = [
  ['text-processing', 'ppp'],
  ['url-processing', 'p'],
  ['voice-processing', 'ps'],
  ['photo-processing', 'pppp..'],
  ['document-processing', '...'],
  ['pattern-commands', 'ppp'],
];

const letters: Readonly<Record<string, FinalStatus>> = { p: 'passed', s: 'skipped', f: 'failed', e: 'error' };

/** `p` passed, `s` skipped, `f` failed, `e` in error, anything else was not reached. */
export function testsOf(groups: readonly (readonly [group: string | null, statuses: string])[]): GroupedTest[] {
  return groups.flatMap(([group, statuses]) =>
    [...statuses].map((letter, index) => ({
      scenario: `${(group ?? 'llm').slice(0, 4).toUpperCase()}-${String(index + 1).padStart(3, '0')}`,
      group,
      status: letters[letter] ?? null,
    })),
  );
}

export const exampleTests = testsOf(example);

/** With the selection, as a run records it now, or without, as earlier versions did. */
export function groupedRun(tests: readonly GroupedTest[], { selected = true, finished = false } = {}): SampleRun {
  const results = tests.flatMap(({ scenario, group, status, changes }) =>
    status === null ? [] : [sampleResult({ scenario, group, status, ...reason(status), ...changes })],
  );
  return { results, planned: { llm: tests.length }, finished, others: selected ? [selection(tests)] : [] };
}

function reason(status: FinalStatus): Partial<TrialResult> {
  if (status === 'skipped') return { reason: 'waits for a bigger card' };
  if (status === 'error') return { error: 'the service ended with code 137', checks: [] };
  if (status === 'passed') return {};
  return { checks: [{ name: 'contains', passed: false, expected: 'Paris', actual: 'It is Lyon' }] };
}

function selection(tests: readonly GroupedTest[]): SessionEvent {
  return {
    type: 'tests.selected',
    domain: 'llm',
    driver: 'llm',
    loadout: 'tiny-markov',
    tests: tests.map(({ scenario, group, changes }) => ({
      testId: `${scenario}[tiny-markov]`,
      scenario,
      name: 'Continues a sentence',
      group,
      priority: 'P1',
      tags: [],
      repeats: changes?.repeat ?? 1,
    })),
  };
}
