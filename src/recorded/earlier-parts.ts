// All of a run folder that whoever goes on with its run must know. It is refused where its journal does not say how the run
// began.
import { join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../domain/errors.ts';
import { noOrigin, type Origin } from '../domain/origins.ts';
import type { TrialResult } from '../domain/results.ts';
import { jsonText } from '../domain/text.ts';
import { domainFileResults, domainsWithFiles } from './domain-file.ts';
import { type FolderFiles, journalName, listFolder } from './folder-files.ts';
import { readRecordedEvents } from './recorded-events.ts';
import { eventSchemas, type JournalLine } from './schemas/events.ts';
import { trialResultSchema } from './schemas/results.ts';

export interface EarlierRun {
  readonly started: z.infer<(typeof eventSchemas)['run.started']>;
  /** ISO. */
  readonly startedAt: string;
  readonly abandoned: boolean;
  /** It came to its end, and nothing was recorded after that. */
  readonly finished: boolean;
  readonly lastSeq: number;
  /** Of the last event, since the run began; the time between two parts of a run does not count. */
  readonly elapsedMs: number;
  /** Those that count; of a domain in the order in which they were recorded. */
  readonly results: readonly TrialResult[];
  /** Those that do not: they were measured with other files, variables, engines or models. */
  readonly outdated: readonly TrialResult[];
  /** What they were measured with, as far as the journal tells. */
  readonly origins: ReadonlyMap<TrialResult, Origin>;
  /** Those that another attempt was to follow. */
  readonly owing: ReadonlySet<TrialResult>;
  /** The JSON texts of all results, by domain. */
  readonly items: ReadonlyMap<string, readonly string[]>;
  /** Lines in the middle of the journal that cannot be read. */
  readonly damaged: number;
  /** Domains whose own files hold results that the journal lacks. */
  readonly fromFiles: readonly string[];
}

/** Throws a UserError where there is no journal that somebody could go on with. */
export async function folderToContinue(directory: string): Promise<FolderFiles> {
  const files = await listFolder(directory, directory);
  const absence = files.absence(journalName);
  if (absence !== null) throw refusal(directory, absence);
  return files;
}

/** Throws a UserError where nobody can go on with the run. */
export async function readEarlierParts(directory: string, files: FolderFiles): Promise<EarlierRun> {
  const fold = new EarlierFold();
  for await (const { complete, recorded } of readRecordedEvents(join(directory, journalName), journalName)) {
    if (recorded !== null) fold.add(recorded);
    else if (complete) fold.damaged += 1;
  }
  const { started, startedAt, damaged, finished, lacking } = fold;
  if (started === null || startedAt === null) throw refusal(directory, 'does not say how the run began');
  if (damaged > 0 || lacking || !finished) {
    for (const domain of domainsWithFiles(files)) {
      if (files.absence(`${domain}.json`) === null) await addFromFile(fold, directory, domain);
    }
  }
  const { results: byDomain, lacking: _, voided, ...rest } = fold;
  const all = [...byDomain.values()].flat();
  const [results, outdated] = [all.filter((each) => !voided.has(each)), all.filter((each) => voided.has(each))];
  return { ...rest, results, outdated, started, startedAt };
}

function refusal(directory: string, why: string): UserError {
  return new UserError(
    'not-continued',
    `${join(directory, journalName)} ${why}, so that nobody can go on with the run; start a new run of its plan`,
  );
}

/** With all that was recorded of it, known here or not. */
const recordedItem = z.looseObject({ domain: z.string() }).transform((item, context) => {
  const result = trialResultSchema.safeParse(item).data;
  if (result !== undefined) return { domain: item.domain, result, text: jsonText(item) };
  context.addIssue('no result');
  return z.NEVER;
});

/** A damaged journal may lack what was shown: then the file of the domain is believed, as everywhere else. */
async function addFromFile(fold: EarlierFold, directory: string, domain: string): Promise<void> {
  const items: z.infer<typeof recordedItem>[] = [];
  const place = { path: join(directory, `${domain}.json`), domain };
  for await (const item of domainFileResults(place, recordedItem, () => {})) items.push(item);
  const known = fold.results.get(domain) ?? [];
  if (items.length <= known.length) return;
  fold.replace(domain, items);
}

class EarlierFold {
  started: EarlierRun['started'] | null = null;
  startedAt: string | null = null;
  abandoned = false;
  finished = false;
  lastSeq = 0;
  elapsedMs = 0;
  damaged = 0;
  /** Events are missing, or somebody went on with it before who found more in the files of its domains. */
  lacking = false;
  readonly results = new Map<string, TrialResult[]>();
  readonly origins = new Map<TrialResult, Origin>();
  readonly voided = new Set<TrialResult>();
  readonly owing = new Set<TrialResult>();
  readonly items = new Map<string, string[]>();
  readonly fromFiles: string[] = [];
  #origin: Origin = noOrigin;

  add({ seq, at, elapsedMs, event }: JournalLine): void {
    if (seq > this.lastSeq + 1) this.lacking = true;
    this.lastSeq = Math.max(this.lastSeq, seq);
    this.elapsedMs = Math.max(this.elapsedMs, elapsedMs);
    if (event.type === 'run.started') {
      this.started = eventSchemas['run.started'].safeParse(event).data ?? null;
      this.startedAt = at;
    } else if (event.type === 'results.outdated') this.#outdate(event);
    else if (event.type === 'run.abandoned') this.abandoned = true;
    else if (event.type === 'run.finished') this.finished = event['status'] === 'completed';
    else if (event.type === 'run.continued') this.#goOn(event);
    else if (event.type === 'service.ready') this.#noteService(event);
    else if (event.type === 'trial.finished') this.#addResult(event['result'], event['again'] === true);
  }

  #outdate(event: unknown): void {
    const tests = new Set(eventSchemas['results.outdated'].safeParse(event).data?.tests);
    for (const result of [...this.results.values()].flat()) if (tests.has(result.testId)) this.voided.add(result);
  }

  #goOn(event: unknown): void {
    this.finished = false;
    const { changedInputs = {}, fromFiles = [] } = eventSchemas['run.continued'].safeParse(event).data ?? {};
    this.#origin = { services: new Map(), changedInputs };
    this.lacking ||= fromFiles.length > 0;
  }

  #noteService(event: unknown): void {
    const { service, version, modelDigest } = eventSchemas['service.ready'].safeParse(event).data ?? {};
    if (service === undefined || version === undefined || modelDigest === undefined) return;
    const services = new Map(this.#origin.services).set(service, { version, modelDigest });
    this.#origin = { ...this.#origin, services };
  }

  #addResult(value: unknown, again: boolean): void {
    const result = trialResultSchema.safeParse(value).data;
    if (result === undefined) {
      this.damaged += 1;
      return;
    }
    push(this.results, result.domain, result);
    push(this.items, result.domain, jsonText(value));
    this.origins.set(result, this.#origin);
    if (again) this.owing.add(result);
  }

  /** What the journal knows of the same results stays known. */
  replace(domain: string, items: readonly { readonly result: TrialResult; readonly text: string }[]): void {
    const known = new Map((this.results.get(domain) ?? []).map((result) => [attemptOf(result), result]));
    const results = items.map(({ result }) => known.get(attemptOf(result)) ?? result);
    this.results.set(domain, results);
    this.items.set(
      domain,
      items.map(({ text }) => text),
    );
    this.fromFiles.push(domain);
  }
}

function attemptOf({ testId, repeat, attempt }: TrialResult): string {
  return JSON.stringify([testId, repeat, attempt]);
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
