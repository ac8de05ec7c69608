// Makes the Excel report of a run folder. The file appears whole or not at all: it is written beside its place under a
// temporary name and renamed.
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { exitCodes, UserError } from '../domain/errors.ts';
import type { Summary } from '../domain/summary.ts';
import { PathError, pathError } from '../system/path-error.ts';
import { readRun } from './read-run.ts';
import { reportSheets } from './report-sheets.ts';
import { writeWorkbook } from './workbook.ts';

export interface WrittenReport {
  /** Absolute. */
  readonly path: string;
  readonly runId: string;
  /** Counts of test ids. */
  readonly tests: Summary;
  /** Finished attempts, each a row of a domain's sheet. */
  readonly trials: number;
  /** What is missing or damaged in the folder. */
  readonly warnings: readonly string[];
}

export interface ReportOptions {
  /** `rows` of `total` are written. */
  readonly onProgress?: (rows: number, total: number) => void;
}

/** Throws a UserError for what is not a run folder (exit code 2) and for a file that cannot be written (3). */
export async function writeReport(
  directory: string,
  output: string,
  { onProgress = () => {} }: ReportOptions = {},
): Promise<WrittenReport> {
  const run = await readRun(directory);
  const path = resolve(output);
  const sheets = reportSheets(run, relative(dirname(path), run.directory).replaceAll('\\', '/'));
  const total = sheets.reduce((sum, sheet) => sum + (sheet.kind === 'table' ? sheet.count : 0), 0);
  await replaceFile(path, async (stream) => {
    await writeWorkbook(stream, sheets, {
      title: `${run.plan?.name ?? 'Run'} — ${run.runId}`,
      onProgress: (rows) => onProgress(rows, total),
    });
  });
  return { path, runId: run.runId, tests: run.summary, trials: run.trials, warnings: run.warnings };
}

/** Where the file grows until it is whole; whoever ends this process on the way removes it. */
export function temporaryPath(output: string): string {
  const path = resolve(output);
  return join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
}

async function replaceFile(path: string, write: (stream: Writable) => Promise<void>): Promise<void> {
  const temporary = temporaryPath(path);
  // A file of this name is what is left of a process that had our number; a link of this name could lead anywhere.
  await rm(temporary, { force: true }).catch(() => {});
  const stream = createWriteStream(temporary, { flags: 'wx' });
  const closed = finished(stream);
  try {
    // A stream that fails would leave the writer waiting for ever.
    await Promise.race([write(stream), closed.then(() => new Promise<never>(() => {}))]);
    await closed;
    await rename(temporary, path);
  } catch (error) {
    stream.destroy();
    await closed.catch(() => {});
    await rm(temporary, { force: true });
    throw cannotWrite(path, error);
  }
}

function cannotWrite(path: string, error: unknown): unknown {
  const why = pathError(error, path);
  if (!(why instanceof PathError)) return error;
  return new UserError('report-not-written', `cannot write ${path}: ${why.message}`, exitCodes.cannotGoOn);
}
