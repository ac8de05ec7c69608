// Reads the journal of a run as far as it goes: what the run is, what it started, how many results it recorded. A torn
// or damaged line costs that line and is named; a journal of a later version is refused whole.
import { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import { journalVersion } from '../domain/events.ts';
import type { TrialResult } from '../domain/results.ts';
import type { LoadoutTimes, Notice } from './run-data.ts';
import { eventSchemas, journalLineSchema, type StopReasonRecord, trialResultSchema } from './schemas.ts';
import type { StartedTest } from './statistics.ts';
import { type Line, readLines } from './text-stream.ts';

type Started = z.infer<(typeof eventSchemas)['run.started']>;
type Finished = z.infer<(typeof eventSchemas)['run.finished']>;

export interface Journal {
  readonly started: Started | null;
  readonly startedAt: string | null;
  readonly finished: Finished | null;
  readonly stopping: StopReasonRecord | null;
  /** Of the last event, since the run began. */
  readonly elapsedMs: number | null;
  readonly domains: ReadonlyMap<string, JournalDomain>;
  readonly notices: readonly Notice[];
  readonly warnings: readonly string[];
}

export interface JournalDomain {
  readonly results: number;
  readonly tests: ReadonlyMap<string, StartedTest>;
  readonly times: ReadonlyMap<string, LoadoutTimes>;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
interface DomainFacts {
  results: number;
  readonly tests: Map<string, StartedTest>;
  readonly times: Map<string, LoadoutTimes>;
}
interface Facts extends Mutable<Omit<Journal, 'domains' | 'notices' | 'warnings'>> {
  readonly domains: Map<string, DomainFacts>;
  readonly notices: Notice[];
}

type JournalLine = z.infer<typeof journalLineSchema>;

/** Asked before anything else, since a later version may look different in every other respect. */
const versionSchema = z.object({ v: z.number() });

/** `name` is how the file is called in sentences. Throws a UserError for a version that is not known here. */
export async function readJournal(path: string, name: string): Promise<Journal> {
  const facts: Facts = {
    started: null,
    startedAt: null,
    finished: null,
    stopping: null,
    elapsedMs: null,
    domains: new Map(),
    notices: [],
  };
  const damaged: number[] = [];
  let torn = false;
  for await (const line of readLines(path)) {
    const recorded = parseLine(line, name);
    if (recorded !== null && note(facts, recorded)) continue;
    if (line.complete) damaged.push(line.number);
    else torn = true;
  }
  return { ...facts, warnings: describeDamage(name, damaged, torn, facts) };
}

/** The results of one domain, oldest first; lines that cannot be read were named by `readJournal`. */
export async function* journalResults(path: string, name: string, domain: string): AsyncGenerator<TrialResult> {
  for await (const line of readLines(path)) {
    const event = parseLine(line, name)?.event;
    if (event?.type !== 'trial.finished') continue;
    const result = trialResultSchema.safeParse(event['result']);
    if (result.success && result.data.domain === domain) yield result.data;
  }
}

function parseLine(line: Line, name: string): JournalLine | null {
  if (line.text === null) return null;
  const value = parseJson(line.text);
  const version = versionSchema.safeParse(value);
  if (version.success && version.data.v > journalVersion) {
    throw new UserError(
      'journal-version',
      `${name} is a journal of version ${version.data.v}, and this Flightdeck reads up to version ${journalVersion}; use the Flightdeck that made it, or a later one`,
    );
  }
  const parsed = journalLineSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller counts it as a damaged line
  }
}

/** False where an event of a known type does not look like one; unknown types are none of ours. */
function note(facts: Facts, { at, elapsedMs, event }: JournalLine): boolean {
  facts.elapsedMs = elapsedMs;
  switch (event.type) {
    case 'run.started':
      facts.startedAt ??= at;
      return take(eventSchemas['run.started'], event, (started) => {
        facts.started = started;
      });
    case 'run.stopping':
      return take(eventSchemas['run.stopping'], event, ({ reason }) => {
        facts.stopping = reason;
      });
    case 'run.finished':
      return take(eventSchemas['run.finished'], event, (finished) => {
        facts.finished = finished;
      });
    case 'notice.raised':
      return take(eventSchemas['notice.raised'], event, (notice) => facts.notices.push(notice));
    default:
      return noteProgress(facts, event);
  }
}

function noteProgress(facts: Facts, event: JournalLine['event']): boolean {
  switch (event.type) {
    case 'trial.started':
      return take(eventSchemas['trial.started'], event, ({ domain, ...test }) => {
        domainFacts(facts, domain).tests.set(test.testId, test);
      });
    case 'trial.finished':
      return take(eventSchemas['trial.finished'], event, ({ result }) => {
        domainFacts(facts, result.domain).results += 1;
      });
    case 'loadout.finished':
      return take(eventSchemas['loadout.finished'], event, ({ domain, loadout, ...times }) => {
        domainFacts(facts, domain).times.set(loadout, times);
      });
    default:
      return true;
  }
}

function take<T>(schema: z.ZodType<T>, event: unknown, use: (value: T) => void): boolean {
  const parsed = schema.safeParse(event);
  if (parsed.success) use(parsed.data);
  return parsed.success;
}

function domainFacts(facts: Facts, name: string): DomainFacts {
  let domain = facts.domains.get(name);
  if (domain === undefined) {
    domain = { results: 0, tests: new Map(), times: new Map() };
    facts.domains.set(name, domain);
  }
  return domain;
}

function describeDamage(name: string, damaged: readonly number[], torn: boolean, facts: Facts): string[] {
  const warnings: string[] = [];
  const shown = damaged.slice(0, 5).join(', ');
  if (damaged.length === 1) warnings.push(`line ${shown} of ${name} cannot be read and is left out`);
  if (damaged.length > 1) {
    const more = damaged.length > 5 ? ` and ${damaged.length - 5} more` : '';
    warnings.push(`${damaged.length} lines of ${name} cannot be read and are left out: ${shown}${more}`);
  }
  if (torn)
    warnings.push(`${name} ends in the middle of a line, as it does when the runner is killed; that line is left out`);
  if (facts.started === null && !torn && damaged.length === 0 && facts.elapsedMs === null) {
    warnings.push(`${name} is empty`);
  } else if (facts.started === null) {
    warnings.push(`${name} does not say how the run began, so tests that were never reached are not counted`);
  }
  return warnings;
}
