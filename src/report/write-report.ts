// Makes the Excel report of a run folder. The file appears whole or not at all: it is written beside its place under a
// temporary name and renamed.
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { exitCodes, UserError } from '../domain/errors.ts';
import { isBad, type TrialResult } from '../domain/results.ts';
import type { Summary } from '../domain/summary.ts';
import { PathError, pathError } from '../system/path-error.ts';
import { SheetNames } from './cells.ts';
import { failureColumns, failureLines } from './failure-columns.ts';
import { planSheet, systemSheet } from './plain-sheets.ts';
import { readRun } from './read-run.ts';
import type { DomainData, RunData } from './run-data.ts';
import type { TableSheet } from './sheets.ts';
import { summarySheet } from './summary-sheet.ts';
import { trialColumns } from './trial-columns.ts';
import { type Sheet, writeWorkbook } from './workbook.ts';

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

/** `base` leads from the workbook to the run folder. */
export function reportSheets(run: RunData, base: string): Sheet<TrialResult>[] {
  const names = new SheetNames();
  const summary = names.take('Summary');
  const [failures, system, plan] = [names.take('Failures'), names.take('System'), names.take('Plan')];
  const shown = run.domains.filter(({ trials }) => trials > 0);
  const domainNames = new Map(shown.map(({ name }) => [name, names.take(name)]));
  return [
    summarySheet(run, summary, domainNames),
    ...shown.map((domain) => domainSheet(domain, domainNames.get(domain.name) ?? domain.name, base)),
    failuresSheet(run, failures, base),
    systemSheet(run, system),
    planSheet(run, plan),
  ];
}

function domainSheet(domain: DomainData, name: string, base: string): TableSheet<TrialResult> {
  return {
    kind: 'table',
    name,
    columns: trialColumns(domain.contents, base),
    items: () => domain.results(),
    count: domain.trials,
    empty: 'No results.',
  };
}

function failuresSheet({ domains }: RunData, name: string, base: string): TableSheet<TrialResult> {
  const byName = new Map(domains.map((domain) => [domain.name, domain]));
  return {
    kind: 'table',
    name,
    columns: failureColumns(base, (result) => byName.get(result.domain)?.decides(result) ?? true),
    items: () => failures(domains),
    count: domains.reduce((sum, { bad }) => sum + bad, 0),
    empty: 'No failures.',
    lines: failureLines,
  };
}

async function* failures(domains: readonly DomainData[]): AsyncGenerator<TrialResult> {
  for (const domain of domains) {
    if (domain.bad === 0) continue;
    for await (const result of domain.results()) if (isBad(result.status)) yield result;
  }
}

/** Where the file grows until it is whole; whoever ends this process on the way removes it. */
export function temporaryPath(output: string): string {
  const path = resolve(output);
  return join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
}

async function replaceFile(path: string, write: (stream: Writable) => Promise<void>): Promise<void> {
  const temporary = temporaryPath(path);
  const stream = createWriteStream(temporary);
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
