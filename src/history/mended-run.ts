// A run whose journal is damaged, or does not tell how it ended: the file of a domain is believed that holds more results, as
// `recorded/recorded-run.ts` does it. What the journal lacks is taken in where it stands in that file.
import { join } from 'node:path';
import * as z from 'zod';
import { counted } from '../domain/wording.ts';
import { domainFileResults, domainsWithFiles } from '../recorded/domain-file.ts';
import { journalName, listFolder } from '../recorded/folder-files.ts';
import { readRecordedEvents } from '../recorded/recorded-events.ts';
import { attemptIn, finishedTrial, type RecordedAttempt } from './journal-events.ts';
import { type FoldedRun, RunFold } from './run-fold.ts';

export interface MendedRun {
  /** Null where the journal does not say how the run began. */
  readonly folded: FoldedRun | null;
  /** Clauses about where results come from. */
  readonly notes: readonly string[];
}

/** `end` is the byte behind the last line of the journal that is taken in. */
export async function mendedRun(directory: string, runId: string, end: number): Promise<MendedRun> {
  // In this order: what a runner records in between is not taken for missing.
  const inFiles = await attemptsInFiles(directory);
  const inJournal = await attemptsInJournal(directory);
  const lists: DomainList[] = [];
  const notes: string[] = [];
  for (const [domain, attempts] of inFiles) {
    const known = inJournal.get(domain) ?? new Set();
    if (attempts.length <= known.size) continue;
    lists.push(new DomainList(domain, attempts, known));
    const held = counted(known.size, 'result');
    notes.push(`${journalName} holds ${held} of ${domain}.json, which has ${attempts.length} and is used`);
  }
  const fold = new RunFold(runId);
  const take = (attempts: readonly RecordedAttempt[]): void => attempts.forEach((attempt) => void fold.add(attempt));
  for await (const line of readRecordedEvents(join(directory, journalName), journalName)) {
    if (line.end > end) break;
    const { recorded } = line;
    if (recorded === null) continue;
    const attempt = recorded.event.type === 'trial.finished' ? finishedTrial(recorded.event) : null;
    if (attempt !== null) take(lists.find(({ domain }) => domain === attempt.about.domain)?.before(attempt) ?? []);
    if (['run.finished', 'results.outdated'].includes(recorded.event.type))
      take(lists.flatMap((list) => list.beforeNext()));
    fold.note(recorded);
  }
  take(lists.flatMap((list) => list.rest()));
  return { folded: fold.result(), notes };
}

async function attemptsInFiles(directory: string): Promise<ReadonlyMap<string, readonly RecordedAttempt[]>> {
  const files = await listFolder(directory, directory);
  const domains = domainsWithFiles(files).filter((domain) => files.absence(`${domain}.json`) === null);
  const attempts = new Map<string, readonly RecordedAttempt[]>();
  for (const domain of domains) attempts.set(domain, await attemptsInFile(directory, domain));
  return attempts;
}

async function attemptsInJournal(directory: string): Promise<ReadonlyMap<string, Set<string>>> {
  const domains = new Map<string, Set<string>>();
  for await (const { recorded } of readRecordedEvents(join(directory, journalName), journalName)) {
    if (recorded?.event.type !== 'trial.finished') continue;
    const attempt = finishedTrial(recorded.event);
    if (attempt === null) continue;
    const { domain } = attempt.about;
    domains.set(domain, (domains.get(domain) ?? new Set()).add(keyOf(attempt)));
  }
  return domains;
}

const recordedItem = z.looseObject({ domain: z.string() }).transform(({ domain, ...result }, context) => {
  const attempt = attemptIn({ domain, ...result });
  if (attempt !== null) return { domain, attempt };
  context.addIssue('no result');
  return z.NEVER;
});

async function attemptsInFile(directory: string, domain: string): Promise<readonly RecordedAttempt[]> {
  const attempts: RecordedAttempt[] = [];
  const place = { path: join(directory, `${domain}.json`), domain };
  for await (const { attempt } of domainFileResults(place, recordedItem, () => {})) attempts.push(attempt);
  return attempts;
}

/** The attempts of one domain as its file has them; gives out those that the journal lacks, each once. */
class DomainList {
  readonly domain: string;
  readonly #attempts: readonly RecordedAttempt[];
  readonly #known: ReadonlySet<string>;
  #next = 0;

  constructor(domain: string, attempts: readonly RecordedAttempt[], known: ReadonlySet<string>) {
    this.domain = domain;
    this.#attempts = attempts;
    this.#known = known;
  }

  /** Those that stand before it. */
  before(attempt: RecordedAttempt): readonly RecordedAttempt[] {
    const at = this.#find((each) => keyOf(each) === keyOf(attempt));
    return at === null ? [] : this.#upTo(at + 1);
  }

  /** Those up to the next one that the journal has. */
  beforeNext(): readonly RecordedAttempt[] {
    return this.#upTo(this.#find((each) => this.#known.has(keyOf(each))) ?? this.#attempts.length);
  }

  rest(): readonly RecordedAttempt[] {
    return this.#upTo(this.#attempts.length);
  }

  #find(wanted: (attempt: RecordedAttempt) => boolean): number | null {
    for (let at = this.#next; at < this.#attempts.length; at += 1) {
      const attempt = this.#attempts[at];
      if (attempt !== undefined && wanted(attempt)) return at;
    }
    return null;
  }

  #upTo(end: number): readonly RecordedAttempt[] {
    const given = this.#attempts.slice(this.#next, end).filter((each) => !this.#known.has(keyOf(each)));
    this.#next = Math.max(this.#next, end);
    return given;
  }
}

function keyOf({ about, repeat, attempt }: RecordedAttempt): string {
  return JSON.stringify([about.testId, repeat, attempt]);
}
