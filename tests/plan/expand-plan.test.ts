import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noFilters } from '../../src/domain/schedule.ts';
import { expandPlan } from '../../src/plan/expand-plan.ts';
import { chatPlan, filtersOf, planOf, testIdsOf } from './plan-of.ts';

const plan = planOf(`
name: Test
services:
  builtin: { adapter: builtin }
  site: { adapter: external, url: http://127.0.0.1:1, api: none }
domains:
  llm:
    loadouts:
      - { service: builtin, model: tiny-markov, label: one }
      - { service: builtin, model: tiny-markov, label: two }
    scenarios:
      - { id: A, prompt: x, priority: P3, tags: [slow] }
      - { id: B, prompt: x, priority: P0, dependsOn: [C], group: talk }
      - { id: C, prompt: x, priority: P4, tags: [slow, smoke] }
      - { id: D, prompt: x, priority: P3, loadouts: [two], group: talk, skip: later }
  build:
    driver: command
    scenarios:
      - { id: X, steps: [{ run: "true" }], tags: [smoke] }
  web:
    driver: command
    loadouts: [site]
    scenarios:
      - { id: Y, steps: [{ run: "true" }] }
`);

function select(some: Parameters<typeof filtersOf>[0]) {
  return testIdsOf(expandPlan(plan, filtersOf(some), {}));
}

describe('a schedule', () => {
  it('has domains and loadouts in order, scenarios by priority, none before those it depends on', () => {
    expect(testIdsOf(expandPlan(plan, noFilters, {}))).toEqual([
      'C[one]',
      'B[one]',
      'A[one]',
      'C[two]',
      'B[two]',
      'A[two]',
      'D[two]',
      'X',
      'Y[site]',
    ]);
  });

  it('knows the services of each stretch, and none for a suite without loadouts', () => {
    const { stretches } = expandPlan(plan, noFilters, {});
    expect(
      stretches.map(({ domain, loadout, services }) => [domain, loadout?.label ?? null, [...services.keys()]]),
    ).toEqual([
      ['llm', 'one', ['builtin']],
      ['llm', 'two', ['builtin']],
      ['build', null, []],
      ['web', 'site', ['site']],
    ]);
  });

  it('knows which services fit into the memory together', () => {
    const together = planOf(chatPlan('- { id: A, prompt: x }', 'fitTogether: true'));
    expect([...expandPlan(together, noFilters, {}).fitTogether]).toEqual(['builtin']);
    expect([...expandPlan(plan, noFilters, {}).fitTogether]).toEqual([]);
  });

  it('lets repeats and retries of the command line win', () => {
    const { stretches } = expandPlan(plan, noFilters, { repeats: 3, retries: 2 });
    expect(
      stretches.flatMap(({ tests }) => tests).every(({ scenario }) => scenario.repeats === 3 && scenario.retries === 2),
    ).toBe(true);
  });

  it('keeps every scenario exactly once after what it depends on, whatever the priorities', () => {
    const scenarios = fc.array(fc.record({ priority: fc.nat(4), needs: fc.array(fc.nat(11), { maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(scenarios, (list) => {
        const lines = list.map(({ priority, needs }, index) => {
          const earlier = needs.filter((need) => need < index).map((need) => `S${need}`);
          return `- { id: S${index}, prompt: x, priority: P${priority}, dependsOn: [${earlier.join(', ')}] }`;
        });
        const shuffled = lines.toReversed().join('\n');
        const { stretches } = expandPlan(planOf(chatPlan(shuffled)), noFilters, {});
        for (const { tests } of stretches) {
          expect(tests).toHaveLength(list.length);
          const seen = new Set<string>();
          for (const test of tests) {
            for (const needed of test.dependsOn) expect(seen).toContain(needed);
            seen.add(test.testId);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('filters', () => {
  it.each([
    [{ domains: ['build'] }, ['X']],
    [{ loadouts: ['two'] }, ['C[two]', 'B[two]', 'A[two]', 'D[two]']],
    [{ groups: ['talk'], loadouts: ['two'] }, ['B[two]', 'D[two]']],
    [{ ids: ['A', 'X'] }, ['A[one]', 'A[two]', 'X']],
    [{ ids: ['A[two]'] }, ['A[two]']],
    [{ tags: ['smoke'] }, ['C[one]', 'C[two]', 'X']],
    [{ priorities: ['P0', 'P4'], loadouts: ['one'] }, ['C[one]', 'B[one]']],
    [{ domains: ['build'], tags: ['slow'] }, []],
  ])('%j select %j', (some, ids) => {
    expect(select(some)).toEqual(ids);
  });

  it('that leave a dependency out run the scenario anyway and say so', () => {
    const schedule = expandPlan(plan, filtersOf({ ids: ['B[one]'] }), {});
    expect(schedule.stretches[0]?.tests[0]?.dependsOn).toEqual([]);
    expect(schedule.notes).toEqual(['B[one] depends on C[one], which the filters leave out; it runs anyway']);
  });

  it.each([
    [{ domains: ['lllm'] }, 'the plan has no domain "lllm"; did you mean "llm"?'],
    [{ loadouts: ['three'] }, 'the plan has no loadout "three"; there is: one, two, site'],
    [{ groups: ['tlak'] }, 'the plan has no group "tlak"; there is: talk'],
    [{ tags: ['smok'] }, 'the plan has no tag "smok"; did you mean "smoke"?'],
    [{ priorities: ['high'] }, 'the plan has no priority "high"; there is: P0, P2, P3, P4'],
    [{ ids: ['D[one]'] }, 'the plan has no scenario or test id "D[one]"; did you mean "A[one]"?'],
  ])('%j name something that is not there and are refused', (some, message) => {
    expect(() => expandPlan(plan, filtersOf(some), {})).toThrow(
      expect.objectContaining({ message, code: 'unknown-filter', exitCode: 2 }),
    );
  });
});
