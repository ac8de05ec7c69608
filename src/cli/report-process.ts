// Makes the Excel report in a process of its own, so that its memory and its mistakes stay away from the run.
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { oneLine } from '../domain/text.ts';
import type { Recorder } from '../engine/recorder.ts';
import type { Supervisor } from '../services/supervisor.ts';
import { now } from '../system/clock.ts';
import { reportProgram } from './program-files.ts';
import type { Signals } from './signals.ts';
import type { StopSignal } from './stop-requests.ts';

interface ReportPorts {
  readonly recorder: Recorder;
  readonly signals: Signals;
  /** Its tag is given to the program, so that it is found if it outlives us. */
  readonly supervisor: Pick<Supervisor, 'environment'>;
}

const reportName = 'report.xlsx';

/**
 * A report that fails is said and takes nothing away: everything in it is in the folder. Gives the signal that broke it
 * off, if one did.
 */
export async function makeReport(
  directory: string,
  { recorder, signals, supervisor }: ReportPorts,
): Promise<StopSignal | null> {
  const startedMs = now();
  const cancel = new AbortController();
  let brokenOffBy: StopSignal | null = null;
  signals.onStop((signal) => {
    brokenOffBy = signal;
    cancel.abort();
  });
  recorder.record({ type: 'report.started' });
  const { failed, stderr, isCanceled } = await execa(process.execPath, [fileURLToPath(reportProgram), directory], {
    env: supervisor.environment,
    stdin: 'ignore',
    reject: false,
    detached: true,
    cancelSignal: cancel.signal,
  });
  if (!failed) {
    recorder.record({ type: 'report.finished', path: reportName, durationMs: now() - startedMs });
    return null;
  }
  const why = isCanceled ? 'it was interrupted' : oneLine(stderr) || 'it ended without a word';
  recorder.record({ type: 'report.failed', message: `${why}; make it later with: generate-report ${directory}` });
  return brokenOffBy;
}
