// What was read of a run folder, for tests that compare it.
import type { RunData } from '../../src/report/run-data.ts';

/** The test ids of all results, in the order in which they are given. */
export async function idsOf(run: RunData): Promise<string[]> {
  const ids: string[] = [];
  for (const domain of run.domains) for await (const { testId } of domain.results()) ids.push(testId);
  return ids;
}
