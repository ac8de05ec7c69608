// `runner query`: the questions of the history of runs, answered from the records of finished runs.
import { exitCodes, UserError } from '../domain/errors.ts';
import type { HistoryStore, RecordFilter } from '../history/history-store.ts';
import { groupQuality } from '../history/quality.ts';
import { failureRates, versionTrend } from '../history/record-figures.ts';
import { type HistoryPlace, withHistory, writeJson } from './history-place.ts';
import { failuresText, groupsText, ratesText, recordsText, versionsText } from './query-text.ts';

export type Question = 'runs' | 'failures' | 'trend' | 'rates' | 'groups';

/** To people, unless they ask for more. */
const shownRecords = 30;

export interface QueryOptions extends HistoryPlace {
  /** Of records; `since` is ISO. */
  readonly filter: RecordFilter;
  /** ISO; from when on failures are told where no time is asked for. */
  readonly lately: string;
}

export async function query(question: Question, options: QueryOptions): Promise<number> {
  const { data, lines } = await withHistory(options, (store) => answer(question, store, options));
  if (options.json) writeJson(options, data);
  else options.write(`${lines.join('\n')}\n`);
  return exitCodes.passed;
}

interface Answer {
  readonly data: unknown;
  readonly lines: readonly string[];
}

async function answer(question: Question, store: HistoryStore, options: QueryOptions): Promise<Answer> {
  const { filter, lately } = options;
  switch (question) {
    case 'runs': {
      const limit = filter.limit ?? shownRecords;
      const records = await store.records(options.json ? filter : { ...filter, limit: limit + 1 });
      const shown = options.json ? records : records.slice(0, limit);
      const more = records.length === shown.length ? [] : [`the newest ${limit}; --limit N shows more`];
      return { data: records, lines: [...recordsText(shown, options), ...more] };
    }
    case 'failures': {
      refuse(question, 'result', filter.result);
      const { by, name, result: _, ...rest } = filter;
      const failures = await store.failures({ since: lately, ...rest, ...(name !== undefined && { [by]: name }) });
      return { data: failures, lines: failuresText(failures, options) };
    }
    case 'trend': {
      const [from, to] = twoVersions(filter);
      const trend = versionTrend(await store.records(filter), from, to);
      return { data: trend, lines: versionsText(trend, options) };
    }
    case 'rates': {
      const rates = failureRates(await store.records(filter));
      return { data: rates, lines: ratesText(rates, options) };
    }
    case 'groups':
      return groupsOfNewest(store, options);
    default:
      return question satisfies never;
  }
}

function twoVersions({ versions = [], name }: RecordFilter): readonly [string, string] {
  const [from, to, ...more] = versions;
  if (name !== undefined && from !== undefined && to !== undefined && more.length === 0) return [from, to];
  throw new UserError(
    'query',
    'a trend is that of one name between two versions; give for example --name "Full local stack" --versions 1.3.0,1.4.0',
  );
}

/** Throws a UserError for an option that says nothing about what was asked. */
function refuse(question: Question, option: string, value: unknown): void {
  if (value === undefined) return;
  throw new UserError('query', `query ${question} takes no --${option}`);
}

async function groupsOfNewest(store: HistoryStore, options: QueryOptions): Promise<Answer> {
  const { name, versions, since, until, by, limit, result } = options.filter;
  refuse('groups', 'by loadout', by === 'loadout' ? by : undefined);
  refuse('groups', 'limit', limit);
  refuse('groups', 'result', result);
  const newest = (await store.runs()).findLast(
    ({ plan, version, startedAt }) =>
      (name === undefined || plan === name) &&
      (versions === undefined || (version !== null && versions.includes(version))) &&
      (since === undefined || startedAt >= since) &&
      (until === undefined || startedAt < until),
  );
  if (newest === undefined) return { data: null, lines: ['no such run'] };
  const groups = (await store.groups(newest.runId)).map((group) => ({ ...group, ...groupQuality(group.summary) }));
  return { data: { runId: newest.runId, plan: newest.plan, groups }, lines: groupsText(newest, groups, options) };
}
