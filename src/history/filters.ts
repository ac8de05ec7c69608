// What is asked of a history, checked: other programs ask as well, and not all of them have types. By hand, as in `index-rows.ts`.
import { UserError } from '../domain/errors.ts';
import type { FailureFilter, RecordFilter } from './history-store.ts';

type Is = (value: unknown) => boolean;

const isText: Is = (value) => typeof value === 'string';
const isOneOf =
  (...words: readonly string[]): Is =>
  (value) =>
    words.some((word) => word === value);
const isTime: Is = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const isList: Is = (value) => Array.isArray(value) && value.every(isText);
const isCount: Is = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

interface Wanted {
  readonly is: Is;
  readonly what: string;
}

const time = { is: isTime, what: 'a time in ISO' };
const versions = { is: isList, what: 'a list of texts' };
const limit = { is: isCount, what: 'a whole number' };
const text = { is: isText, what: 'a text' };

const ofRecords: Readonly<Record<string, Wanted>> = {
  by: { is: isOneOf('plan', 'loadout'), what: '"plan" or "loadout"' },
  name: text,
  versions,
  since: time,
  until: time,
  result: { is: isOneOf('passed', 'failed', 'partial'), what: '"passed", "failed" or "partial"' },
  limit,
};
const ofFailures: Readonly<Record<string, Wanted>> = {
  plan: text,
  loadout: text,
  versions,
  since: time,
  until: time,
  limit,
};

/** Records of plans where it does not say of what. Throws a UserError for what it cannot be asked. */
export function checkedRecordFilter(filter: Partial<RecordFilter> = {}): RecordFilter {
  check('records', filter, ofRecords);
  return { by: 'plan', ...filter };
}

/** Throws a UserError for what it cannot be asked. */
export function checkedFailureFilter(filter: FailureFilter = {}): FailureFilter {
  check('failures', filter, ofFailures);
  return filter;
}

/** Throws a UserError for anything but a text. */
export function checkedText(method: string, name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new UserError('history', `${method}() wants a text as "${name}", and was given ${JSON.stringify(value)}`);
}

function check(method: string, filter: unknown, wanted: Readonly<Record<string, Wanted>>): void {
  if (typeof filter !== 'object' || filter === null) {
    throw refusal(`${method}() wants an object, and was given ${JSON.stringify(filter)}`, Object.keys(wanted));
  }
  for (const [name, value] of Object.entries(filter)) {
    const field = wanted[name];
    if (field === undefined) throw refusal(`${method}() knows no "${name}"`, Object.keys(wanted));
    if (value === undefined || field.is(value)) continue;
    throw new UserError(
      'history',
      `${method}() wants ${field.what} as "${name}", and was given ${JSON.stringify(value)}`,
    );
  }
}

function refusal(what: string, names: readonly string[]): UserError {
  return new UserError('history', `${what}; it takes ${names.join(', ')}`);
}
