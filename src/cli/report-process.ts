// Makes the Excel report in a process of its own, so that its memory and its mistakes stay away from the run.
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { oneLine } from '../domain/text.ts';
import type { Recorder } from '../engine/recorder.ts';
import { now } from '../system/clock.ts';
import { reportProgram } from './program-files.ts';
import type { Signals } from './signals.ts';

interface ReportPorts {
  readonly recorder: Recorder;
  readonly signals: Signals;
  /** The run's tag, so that the program is found if it outlives us. */
  readonly environment: Readonly<Record<string, string>>;
}

const reportName = 'report.xlsx';

/** A report that fails is said and takes nothing away: everything in it is in the folder. */
export async function makeReport(directory: string, { recorder, signals, environment }: ReportPorts): Promise<void> {
  const startedMs = now();
  const cancel = new AbortController();
  signals.onStop(() => cancel.abort());
  recorder.record({ type: 'report.started' });
  const { failed, stderr, isCanceled } = await execa(process.execPath, [fileURLToPath(reportProgram), directory], {
    env: environment,
    stdin: 'ignore',
    reject: false,
    detached: true,
    cancelSignal: cancel.signal,
  });
  if (!failed) {
    recorder.record({ type: 'report.finished', path: reportName, durationMs: now() - startedMs });
    return;
  }
  const why = isCanceled ? 'it was interrupted' : oneLine(stderr) || 'it ended without a word';
  recorder.record({ type: 'report.failed', message: `${why}; make it later with: generate-report ${directory}` });
}
