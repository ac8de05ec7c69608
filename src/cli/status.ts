// `runner status`: where a run stands, by group, and what to do next.
import { resolve } from 'node:path';
import { exitCodes } from '../domain/errors.ts';
import { jsonText } from '../domain/text.ts';
import { findRun } from '../history/find-run.ts';
import { statusReport } from './status-report.ts';
import { statusText } from './status-text.ts';
import type { Terminal } from './terminal.ts';

export interface StatusOptions extends Terminal {
  /** As it was given; relative to the working directory. */
  readonly logsDir: string;
  readonly json: boolean;
}

/** Always 0: how the tests stand is a finding, not a failure. */
export async function status(reference: string, options: StatusOptions): Promise<number> {
  const report = await statusReport(findRun(resolve(options.logsDir), reference), options.logsDir);
  options.write(options.json ? `${jsonText(report, 2)}\n` : statusText(report, options));
  return exitCodes.passed;
}
