import { describe, expect, it } from 'vitest';
import { formatSchedule } from '../../src/cli/schedule-table.ts';
import { noFilters } from '../../src/domain/schedule.ts';
import { expandPlan } from '../../src/plan/expand-plan.ts';
import { chatPlan, filtersOf, planOf } from '../plan/plan-of.ts';

const plan = planOf(
  chatPlan(`- { id: A, name: Says something, prompt: x, group: talk, priority: P0, repeats: 3 }
- { id: B, name: "Is long \\e[31mwinded, and goes on about it for a good while", prompt: x, dependsOn: [A], retries: 2, loadouts: [two] }
- { id: C, prompt: x, skip: waits for a bigger card }`),
);

describe('the table of a schedule', () => {
  it('holds no secrets, but ids as they are', () => {
    const plan = planOf(
      chatPlan('- { id: hunter2hunter2, name: it is hunter2hunter2, prompt: x, skip: hunter2hunter2 }'),
    );
    const table = formatSchedule(expandPlan(plan, noFilters, {}), 100, (text) =>
      text.replaceAll('hunter2hunter2', '***'),
    );
    expect(table).toMatch(/^ {2}hunter2hunter2\[one\] +it is \*\*\* +P2 +- +-$/m);
    expect(table).toContain('skipped: ***\n');
  });

  it('shows the tests in order, with repeats, reasons and totals', () => {
    expect(formatSchedule(expandPlan(plan, noFilters, {}), 100)).toMatchInlineSnapshot(`
      "llm on one (builtin/tiny-markov)
        test    name            group  priority  repeats  retries
        A[one]  Says something  talk   P0        3        0
        C[one]  C                      P2        -        -
            skipped: waits for a bigger card

      llm on two (builtin/tiny-markov)
        test    name                                                   group  priority  repeats  retries
        A[two]  Says something                                         talk   P0        3        0
        B[two]  Is long winded, and goes on about it for a good while         P2        1        2
            after A[two]
        C[two]  C                                                             P2        -        -
            skipped: waits for a bigger card

      5 tests, 9 trials, 2 skipped; nothing was started"
    `);
  });

  it.each([60, 80, 120])('keeps within %i columns', (width) => {
    const lines = formatSchedule(expandPlan(plan, noFilters, {}), width).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  it('ends with notes about the selection', () => {
    expect(formatSchedule(expandPlan(plan, filtersOf({ ids: ['B'] }), {}), 100)).toContain(
      '\n\nnote: B[two] depends on A[two], which the filters leave out; it runs anyway\n\n1 test, 1 trial; nothing was started',
    );
  });

  it('says that nothing matches', () => {
    expect(formatSchedule({ stretches: [], notes: [], fitTogether: new Set() }, 80)).toBe(
      'nothing matches the filters',
    );
  });
});
