// Which run goes on where none is named: the newest one that is not complete, or the newest one whose failures may be tried again.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { findRun, hasBegun, listRuns, type RunPlace } from '../history/find-run.ts';
import { runRecordName } from '../recorded/read-run-record.ts';
import { runRecordSchema } from '../recorded/schemas/run-files.ts';

/** `reference` is true where none was given. */
export function runToContinue(logsDirectory: string, reference: string | true, retryFailed: boolean): RunPlace {
  if (reference !== true) return findRun(logsDirectory, reference);
  const open = listRuns(logsDirectory).findLast((run) => {
    const status = hasBegun(run) ? statusOf(run.directory) : null;
    return status === 'in_progress' || (retryFailed && status === 'completed');
  });
  if (open !== undefined) return open;
  const advice = retryFailed ? 'start one with: runner <plan.yaml>' : '--retry-failed also takes one that is complete';
  throw new UserError('no-run', `there is no run in ${logsDirectory} that could go on; ${advice}`);
}

/** One that was killed before its first result has no record yet. */
function statusOf(directory: string): string {
  try {
    const record = runRecordSchema.safeParse(JSON.parse(readFileSync(join(directory, runRecordName), 'utf8')));
    return record.data?.status ?? 'in_progress';
  } catch {
    return 'in_progress';
  }
}
