// `runner compare`: two runs beside each other, the earlier one first.
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { exitCodes, UserError } from '../domain/errors.ts';
import { filled } from '../domain/filled.ts';
import { jsonText, oneLine } from '../domain/text.ts';
import { type Comparison, compareRuns, hasRegression } from '../history/compare/compare-runs.ts';
import { readComparedRun } from '../history/compare/read-run.ts';
import type { ComparedRun } from '../history/compare/run.ts';
import { comparisonText } from '../history/compare/text/comparison-text.ts';
import { findRun } from '../history/find-run.ts';
import { createPaint } from '../projections/text/paint.ts';
import type { Terminal } from './terminal.ts';

export interface CompareOptions extends Terminal {
  readonly logsDir: string;
  readonly json: boolean;
  readonly byTest: boolean;
  readonly failOnRegression: boolean;
}

/** What `--json` prints; documented in docs/runs-over-time.md. */
interface CompareReport extends Comparison {
  /** Whether `--fail-on-regression` fails. */
  readonly regression: boolean;
  readonly warnings: readonly string[];
}

export async function compare(before: string, after: string, options: CompareOptions): Promise<number> {
  const logs = resolve(options.logsDir);
  const [earlier, later] = [findRun(logs, before), findRun(logs, after)];
  if (realpathSync(earlier.directory) === realpathSync(later.directory)) {
    throw new UserError(
      'same-run',
      `both are ${oneLine(earlier.runId)}; give two different runs, the earlier one first`,
    );
  }
  const [first, second] = [await readComparedRun(earlier.directory), await readComparedRun(later.directory)];
  refuseUnrelated(first.run, second.run);
  const comparison = compareRuns(first.run, second.run, { byTest: options.byTest });
  const warnings = [first, second].flatMap(({ run, warnings: own }) => own.map((each) => `${run.runId}: ${each}`));
  const report = { ...comparison, regression: hasRegression(comparison), warnings };
  options.write(options.json ? `${jsonText(report, 2)}\n` : reportText(report, options));
  return options.failOnRegression && report.regression ? exitCodes.failed : exitCodes.passed;
}

function refuseUnrelated(before: ComparedRun, after: ComparedRun): void {
  if ([...after.tests.keys()].some((testId) => before.tests.has(testId))) return;
  const [a, b] = [oneLine(before.runId), oneLine(after.runId)];
  throw new UserError('nothing-in-common', `${a} and ${b} have no test in common`, exitCodes.nothingRun);
}

function reportText({ warnings, ...comparison }: CompareReport, { color, width }: Terminal): string {
  const paint = createPaint(color);
  const notes = warnings.flatMap((warning) => filled(`Note: ${oneLine(warning)}`, width, '')).map(paint.yellow);
  return comparisonText(comparison, { width, paint }) + (notes.length === 0 ? '' : `\n${notes.join('\n')}\n`);
}
