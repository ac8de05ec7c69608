// `runner abandon`: somebody decides that what is pending of a run that was broken off will not be executed. The journal is
// told first, on the disk; run.json and progression.log follow from it.
import { join, resolve } from 'node:path';
import { exitCodes, UserError } from '../domain/errors.ts';
import { journalVersion, type RecordedEvent } from '../domain/events.ts';
import { jsonText, oneLine } from '../domain/text.ts';
import { counted } from '../domain/wording.ts';
import { findRun } from '../history/find-run.ts';
import { countRun, type RunCounts, type StatusResult } from '../history/status/run-status.ts';
import { progressionLine } from '../projections/progression/progression-log.ts';
import { journalName } from '../recorded/folder-files.ts';
import { runRecordName } from '../recorded/read-run-record.ts';
import { type RecordedRun, readRecordedRun } from '../recorded/recorded-run.ts';
import { openAppendFile } from '../system/append-file.ts';
import { RemovedError, systemCode, whyNotWritten } from '../system/path-error.ts';
import { replaceFile } from '../system/replace-file.ts';
import { mendLastLine } from '../system/torn-line.ts';
import { rebuiltRunRecord } from './rebuild-run-record.ts';
import { lockRun } from './run-lock.ts';
import { type RunnerState, runnerOf } from './run-runner.ts';
import type { StatusOptions } from './status.ts';
import { statusResultSchema } from './status-report.ts';

type Run = RecordedRun<StatusResult>;

export async function abandon(reference: string, { logsDir, json, write }: StatusOptions): Promise<number> {
  const { directory } = findRun(resolve(logsDir), reference);
  const runner = await runnerOf(directory);
  const run = await readRecordedRun(directory, statusResultSchema);
  const why = refusal(run, runner);
  if (why !== null) throw new UserError('not-abandoned', `${oneLine(run.runId)} ${why}`);
  const counts = countRun(run);
  // Nobody goes on with it in the same moment.
  const lock = await lockRun(directory, `runner abandon (pid ${process.pid})`);
  const cutBytes = await mark(run, counts).finally(() => lock.release());
  const { runId } = run;
  const { pending } = counts.summary;
  if (json) write(`${jsonText({ version: 1, runId, directory, status: 'abandoned', pending, cutBytes }, 2)}\n`);
  else write(abandonedText(run, pending, cutBytes));
  return exitCodes.passed;
}

/** A predicate; null where nothing speaks against it. */
function refusal({ facts, files }: Run, runner: RunnerState): string | null {
  const absence = files.absence(journalName);
  if (absence !== null) return `cannot be abandoned: its ${journalName} ${absence}`;
  if (facts.outline === null) return `cannot be abandoned: its ${journalName} does not say how the run began`;
  if (facts.status === 'abandoned') return 'is abandoned already';
  if (facts.status === 'completed') return 'is completed: nothing of it is pending that could be abandoned';
  if (runner.state === 'alive') {
    const [pid, kill] = runner.pid === null ? ['', ''] : [`, pid ${runner.pid}`, ` or "kill -INT ${runner.pid}"`];
    return `is under way: its runner is alive${pid}; stop it first, with Ctrl-C${kill}`;
  }
  if (runner.state === 'elsewhere') return 'may be under way in another container; abandon it there';
  return null;
}

/** Gives how many bytes of half a line were cut off the journal. */
async function mark({ directory, facts, journalEnd, runId }: Run, { tests, notReached }: RunCounts): Promise<number> {
  const path = join(directory, journalName);
  // The clock of a run stands still while nobody runs it.
  const { seq, elapsedMs } = facts;
  const at = new Date().toISOString();
  const recorded: RecordedEvent = { v: journalVersion, seq: seq + 1, at, elapsedMs, event: { type: 'run.abandoned' } };
  try {
    const cutBytes = journalEnd === 'torn' ? mendLastLine(path, () => false) : 0;
    append(path, `${journalEnd === 'unended' ? '\n' : ''}${jsonText(recorded)}\n`);
    const repeats = tests.map(({ testId }): [string, number] => [
      testId,
      facts.selected.get(testId)?.repeats ?? facts.repeats.get(testId) ?? 1,
    ]);
    const record = await rebuiltRunRecord({ path, name: journalName }, repeats, notReached);
    replaceFile(join(directory, runRecordName), record, 'fsync');
    append(join(directory, 'progression.log'), progressionLine(recorded) ?? '');
    return cutBytes;
  } catch (error) {
    if (systemCode(error) === null && !(error instanceof RemovedError)) throw error;
    const sentence = `cannot mark ${oneLine(runId)} as abandoned: ${whyNotWritten(error, path)}`;
    throw new UserError('run-folder', sentence, exitCodes.cannotGoOn);
  }
}

function append(path: string, text: string): void {
  const file = openAppendFile(path, 'fsync');
  try {
    file.append(text);
    file.flush();
  } finally {
    file.close();
  }
}

function abandonedText({ runId }: Run, pending: number, cutBytes: number): string {
  const what = `Abandoned ${oneLine(runId)}: ${counted(pending, 'pending test')} will not be executed.\n`;
  if (cutBytes === 0) return what;
  return `${journalName} ended in the middle of a line, as it does when the runner is killed: ${counted(cutBytes, 'byte')} were cut off.\n${what}`;
}
