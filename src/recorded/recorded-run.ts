// A run folder, read once: what the run is, and each of its results, in whatever state it left them. The journal decides;
// where it is damaged, or does not tell how the run ended, a domain's own file is believed that holds more results.
import { realpath } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type * as z from 'zod';
import { counted } from '../domain/wording.ts';
import { domainFileResults, domainsWithFiles } from './domain-file.ts';
import { type FolderFiles, journalName, listFolder, notARunFolder } from './folder-files.ts';
import { readRecord } from './read-run-record.ts';
import { readRecordedEvents } from './recorded-events.ts';
import { RunFacts } from './run-facts.ts';
import { eventSchemas } from './schemas/events.ts';
import type { RunRecord } from './schemas/run-files.ts';

export interface RecordedRun<T> {
  /** Absolute. */
  readonly directory: string;
  /** The folder's name. */
  readonly runId: string;
  readonly files: FolderFiles;
  readonly facts: RunFacts;
  /** What stands in for the facts where the journal does not say how the run began; else null. */
  readonly record: RunRecord | null;
  /** Those of a domain in the order in which they were recorded. */
  readonly results: readonly T[];
  /** How the journal ends: `torn` is half a line, `unended` an event that lacks nothing but its line feed. */
  readonly journalEnd: JournalEnd;
  /** Clauses about what is missing or damaged. */
  readonly warnings: readonly string[];
}

type JournalEnd = 'whole' | 'torn' | 'unended';
/** What every schema of a result gives. */
interface OfTest {
  readonly domain: string;
  readonly testId: string;
}

/** By domain, of each in the order in which they were recorded. */
class Results<T extends OfTest> {
  readonly #byDomain = new Map<string, T[]>();
  /** By test id: how many of its first results count no more. */
  readonly #outdated = new Map<string, number>();

  add(result: T): void {
    const own = this.#byDomain.get(result.domain);
    if (own === undefined) this.#byDomain.set(result.domain, [result]);
    else own.push(result);
  }

  outdate(testIds: readonly string[]): void {
    const wanted = new Set(testIds);
    const counts = new Map<string, number>();
    for (const { testId } of [...this.#byDomain.values()].flat()) {
      if (wanted.has(testId)) counts.set(testId, (counts.get(testId) ?? 0) + 1);
    }
    for (const [testId, count] of counts) this.#outdated.set(testId, count);
  }

  count(domain: string): number {
    return this.#byDomain.get(domain)?.length ?? 0;
  }

  replace(domain: string, results: T[]): void {
    this.#byDomain.set(domain, results);
  }

  /** Those that count. */
  standing(): readonly T[] {
    const all = [...this.#byDomain.values()].flat();
    if (this.#outdated.size === 0) return all;
    const seen = new Map<string, number>();
    return all.filter(({ testId }) => {
      const nth = (seen.get(testId) ?? 0) + 1;
      seen.set(testId, nth);
      return nth > (this.#outdated.get(testId) ?? 0);
    });
  }

  get isEmpty(): boolean {
    return this.#byDomain.size === 0;
  }
}

/**
 * `schema` makes of a result what is kept of it. Throws a UserError for what is not a run folder, for one that cannot be read, and
 * for files of a later version.
 */
export async function readRecordedRun<T extends OfTest>(
  directory: string,
  schema: z.ZodType<T>,
): Promise<RecordedRun<T>> {
  const path = resolve(directory);
  const files = await listFolder(path, directory);
  const warnings: string[] = [];
  const warn = (warning: string): void => void warnings.push(warning);
  const facts = new RunFacts();
  const results = new Results<T>();
  const { damage, end } = await readJournal(path, files, facts, {
    onResult: (value) => {
      const result = schema.safeParse(value);
      if (result.success) results.add(result.data);
      return result.success;
    },
    onOutdated: (testIds) => results.outdate(testIds),
  });
  warnings.push(...damage);
  if (damage.length > 0 || facts.lacksResults || facts.ending === null)
    await addFromFiles(path, files, { results, schema, warn });
  const record = facts.outline === null ? await readRecord(path, files, warn) : null;
  if (facts.updatedAt === null && record === null && results.isEmpty) throw notARunFolder(directory);
  const runId = basename(await realpath(path)); // a link such as `latest` is not the run's name
  return {
    directory: path,
    runId,
    files,
    facts,
    record,
    results: results.standing(),
    journalEnd: end,
    warnings,
  };
}

interface JournalHandlers {
  /** Says whether a result looks like one. */
  readonly onResult: (value: unknown) => boolean;
  readonly onOutdated: (testIds: readonly string[]) => void;
}

async function readJournal(
  directory: string,
  files: FolderFiles,
  facts: RunFacts,
  { onResult, onOutdated }: JournalHandlers,
): Promise<{ readonly damage: readonly string[]; readonly end: JournalEnd }> {
  const absence = files.absence(journalName);
  if (absence !== null) return { damage: [`${journalName} ${absence}`], end: 'whole' };
  const damaged: number[] = [];
  let [seq, gaps] = [0, 0];
  let end: JournalEnd = 'whole';
  for await (const { number, complete, recorded } of readRecordedEvents(join(directory, journalName), journalName)) {
    const event = recorded?.event;
    const readable =
      recorded !== null && facts.note(recorded) && (event?.type !== 'trial.finished' || onResult(event['result']));
    if (event?.type === 'results.outdated') {
      onOutdated(eventSchemas['results.outdated'].safeParse(event).data?.tests ?? []);
    }
    if (recorded !== null && recorded.seq > seq + 1) gaps += 1;
    seq = recorded?.seq ?? seq + 1;
    if (!complete) end = readable ? 'unended' : 'torn';
    else if (!readable) damaged.push(number);
  }
  return { damage: damageIn(damaged, { torn: end === 'torn', begun: facts.outline !== null, gaps }), end };
}

interface Findings {
  readonly torn: boolean;
  readonly begun: boolean;
  /** Places where numbers of events are missing. */
  readonly gaps: number;
}

function damageIn(damaged: readonly number[], { torn, begun, gaps }: Findings): readonly string[] {
  const [first] = damaged;
  const more = damaged.length > 1 ? ` and ${counted(damaged.length - 1, 'further line')}` : '';
  return [
    ...(first === undefined ? [] : [`line ${first}${more} of ${journalName} cannot be read`]),
    ...(gaps === 0 ? [] : [`${journalName} lacks lines`]),
    ...(torn ? [`${journalName} ends in the middle of a line`] : []),
    ...(begun ? [] : [`${journalName} does not say how the run began`]),
  ];
}

interface Alternative<T extends OfTest> {
  readonly results: Results<T>;
  readonly schema: z.ZodType<T>;
  readonly warn: (warning: string) => void;
}

async function addFromFiles<T extends OfTest>(
  directory: string,
  files: FolderFiles,
  { results, schema, warn }: Alternative<T>,
): Promise<void> {
  for (const domain of domainsWithFiles(files)) {
    const name = `${domain}.json`;
    if (files.absence(name) !== null) continue;
    const inFile: T[] = [];
    // The journal has what the file lacks, or it is known to be damaged.
    const place = { path: join(directory, name), domain };
    for await (const result of domainFileResults(place, schema, () => {})) inFile.push(result);
    const inJournal = results.count(domain);
    if (inFile.length <= inJournal) continue;
    results.replace(domain, inFile);
    warn(`${journalName} holds ${counted(inJournal, 'result')} of ${name}, which has ${inFile.length} and is used`);
  }
}
