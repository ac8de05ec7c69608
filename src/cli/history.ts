// `runner history`: one test, or a scenario on each of its loadouts, over all runs.
import { exitCodes, UserError } from '../domain/errors.ts';
import { oneLine } from '../domain/text.ts';
import type { HistoryStore } from '../history/history-store.ts';
import { testQuality } from '../history/quality.ts';
import { suggestion } from '../plan/suggest.ts';
import { type HistoryPlace, withHistory, writeJson } from './history-place.ts';
import { historyText } from './history-text.ts';

export interface HistoryOptions extends HistoryPlace {
  readonly verbose: boolean;
}

/** `reference` is a test id or a scenario. */
export function showHistory(reference: string, options: HistoryOptions): Promise<number> {
  return withHistory(options, async (store) => {
    const tests = await store.tests(reference);
    if (tests.length === 0) throw await unknown(store, reference, options);
    if (options.json)
      writeJson(
        options,
        tests.map((test) => ({ ...test, ...testQuality(test.runs) })),
      );
    else options.write(`${tests.map((test) => historyText(test, options).join('\n')).join('\n\n')}\n`);
    return exitCodes.passed;
  });
}

async function unknown(store: HistoryStore, reference: string, { logsDir }: HistoryOptions): Promise<UserError> {
  const what = `no run in ${logsDir} knows a test "${oneLine(reference)}"`;
  const testIds = await store.testIds();
  // A loadout is in brackets at the end; without it, it is the scenario that may be misspelt.
  const scenarios = testIds.map((testId) => testId.replace(/\[.*\]$/, ''));
  const hint = suggestion(reference, reference.includes('[') ? testIds : scenarios);
  const advice = hint === null ? 'it holds no runs; --logs-dir DIR says where they are' : oneLine(hint);
  return new UserError('no-test', `${what}; ${advice}`);
}
