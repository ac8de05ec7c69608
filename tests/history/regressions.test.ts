// Regressions and fixes by the rule of docs/metrics.md, worked out here by hand, in whatever order the folders come and go.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openHistory } from '../../src/history/open-history.ts';
import { emptyLogs, recordRun } from '../support/recorded-runs.ts';

const status = fc.constantFrom('passed', 'failed', 'timeout', 'error', 'skipped', 'pending' as const);
const run = fc.record({
  plan: fc.constantFrom('one', 'two'),
  tests: fc.dictionary(fc.constantFrom('A', 'B', 'C'), status, { minKeys: 1 }),
});
type Run = typeof run extends fc.Arbitrary<infer T> ? T : never;

function nameOf(index: number): string {
  return `RUN_20260301_1015${String(index).padStart(2, '0')}`;
}

function expected(runs: readonly (Run | null)[], index: number): { regressions: number; fixes: number } {
  const counts = { regressions: 0, fixes: 0 };
  for (const [scenario, now] of Object.entries(runs[index]?.tests ?? {})) {
    const before = runs
      .slice(0, index)
      .flatMap((each) => (each === null || each.plan !== runs[index]?.plan ? [] : [each.tests]))
      .filter((tests) => !Object.values(tests).includes('pending'))
      .map((tests) => tests[scenario])
      .findLast((each) => each !== undefined && each !== 'skipped');
    if (before === undefined || now === 'skipped' || now === 'pending') continue;
    if (before === 'passed' && now !== 'passed') counts.regressions += 1;
    if (before !== 'passed' && now === 'passed') counts.fixes += 1;
  }
  return counts;
}

async function counted(logs: string) {
  const store = await openHistory({ logsDirectory: logs });
  const runs = await store.runs();
  store.close();
  return new Map(runs.map(({ runId, regressions, fixes }) => [runId, { regressions, fixes }]));
}

it('compares each test with the newest earlier finished run of the plan in which it was executed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(run, { minLength: 2, maxLength: 6 }).chain((runs) =>
        fc.record({
          runs: fc.constant(runs),
          order: fc.shuffledSubarray([...runs.keys()], { minLength: runs.length }),
          deleted: fc.nat(runs.length - 1),
        }),
      ),
      async ({ runs, order, deleted }) => {
        const logs = emptyLogs();
        const there: (Run | null)[] = runs.map(() => null);
        const check = async (): Promise<void> => {
          const found = await counted(logs);
          for (const [index, each] of there.entries()) {
            expect(found.get(nameOf(index))).toEqual(each === null ? undefined : expected(there, index));
          }
        };
        for (const index of order) {
          there[index] = runs[index] ?? null;
          recordRun(logs, nameOf(index), { ...(runs[index] ?? { tests: {} }) });
          await check();
        }
        there[deleted] = null;
        rmSync(join(logs, nameOf(deleted)), { recursive: true });
        await check();
      },
    ),
    { numRuns: 40 },
  );
});
