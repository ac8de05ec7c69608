// `runner index`: what every command does in passing, on its own, or from the beginning.
import { resolve } from 'node:path';
import { exitCodes } from '../domain/errors.ts';
import { plainText } from '../domain/text.ts';
import { counted } from '../domain/wording.ts';
import { removeIndex } from '../history/open-history.ts';
import { type HistoryPlace, withHistory, writeJson } from './history-place.ts';

export interface IndexOptions extends HistoryPlace {
  readonly rebuild: boolean;
}

export function indexRuns(options: IndexOptions): Promise<number> {
  if (options.rebuild) removeIndex(options.logsDir);
  return withHistory(options, async (store) => {
    const runs = await store.runs();
    const counts = {
      runs: runs.length,
      pruned: runs.filter(({ pruned }) => pruned).length,
      tests: (await store.testIds()).length,
    };
    if (options.json) writeJson(options, counts);
    else {
      const pruned = counts.pruned === 0 ? '' : ` (${counts.pruned} of them pruned)`;
      const known = `${counted(counts.runs, 'run')}${pruned} and ${counted(counts.tests, 'test')}`;
      options.write(`the index of ${plainText(resolve(options.logsDir))} knows ${known}\n`);
    }
    return exitCodes.passed;
  });
}
