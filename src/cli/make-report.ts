// Writes the report of a folder and says so: the path on stdout, the way there on stderr where somebody watches.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes } from '../domain/errors.ts';
import type { Summary } from '../domain/summary.ts';
import { jsonText, oneLine, plainText } from '../domain/text.ts';
import { counted } from '../domain/wording.ts';
import { temporaryPath, type WrittenReport, writeReport } from '../report/write-report.ts';

export interface ReportRequest {
  readonly output?: string;
  readonly json?: boolean;
}

/** Before that, nobody wonders. */
const quietMs = 1000;

export async function makeReportFile(directory: string, { output, json }: ReportRequest): Promise<number> {
  const path = output ?? join(directory, 'report.xlsx');
  cleanUpOnSignals(path);
  const progress = watchProgress();
  let report: WrittenReport;
  try {
    report = await writeReport(directory, path, { onProgress: progress.onProgress });
  } finally {
    progress.end();
  }
  for (const warning of report.warnings) process.stderr.write(`warning: ${oneLine(warning)}\n`);
  if (json === true) process.stdout.write(`${jsonText(report, 2)}\n`);
  else process.stdout.write(`${plainText(report.path)}\n${describe(report)}\n`);
  return exitCodes.passed;
}

function cleanUpOnSignals(path: string): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      rmSync(temporaryPath(path), { force: true });
      process.exit(exitCodes[signal]);
    });
  }
}

function watchProgress() {
  const startedMs = performance.now();
  let shown = false;
  return {
    onProgress(rows: number, total: number): void {
      if (!process.stderr.isTTY || performance.now() - startedMs < quietMs) return;
      shown = true;
      process.stderr.write(`\r\x1b[Kwriting ${rows.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')} rows`);
    },
    end(): void {
      if (shown) process.stderr.write('\r\x1b[K');
    },
  };
}

function describe({ runId, tests, trials }: WrittenReport): string {
  const counts = (['passed', 'failed', 'timeout', 'error', 'skipped', 'pending', 'flaky'] as const)
    .filter((name: keyof Summary) => tests[name] > 0)
    .map((name) => `${tests[name]} ${name}`);
  const list = counts.length === 0 ? '' : `: ${counts.join(', ')}`;
  return `${oneLine(runId)}: ${counted(tests.total, 'test')} in ${counted(trials, 'attempt')}${list}`;
}
