// `runner runs`: the runs of a folder with their summaries.
import { exitCodes } from '../domain/errors.ts';
import { runQuality } from '../history/quality.ts';
import { type HistoryPlace, noRuns, withHistory, writeJson } from './history-place.ts';
import { runsText } from './runs-text.ts';

export interface RunsOptions extends HistoryPlace {
  /** The newest ones; null = all. */
  readonly limit: number | null;
}

export function showRuns(options: RunsOptions): Promise<number> {
  return withHistory(options, async (store) => {
    const all = await store.runs();
    const shown = options.limit === null ? all : all.slice(-options.limit);
    if (options.json)
      writeJson(
        options,
        shown.map((run) => ({ ...run, ...runQuality(run.summary) })),
      );
    else if (all.length === 0) options.write(noRuns(options));
    else options.write(`${runsText(shown, all.length, options).join('\n')}\n`);
    return exitCodes.passed;
  });
}
