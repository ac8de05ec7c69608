// Decides where the results of one domain come from, its own file or the journal, and counts them. The source that holds
// more readable results wins; the file where both agree. Whatever else than a whole file is used is said.
import { join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import type { TrialResult } from '../domain/results.ts';
import { nounFor } from '../domain/wording.ts';
import { domainFileResults } from '../recorded/domain-file.ts';
import { missing } from '../recorded/folder-files.ts';
import { trialResultSchema } from '../recorded/schemas/results.ts';
import { DomainFold, type DomainStatistics } from './domain-fold.ts';
import { journalResults } from './journal.ts';
import type { JournalDomain } from './journal-facts.ts';
import type { DomainData } from './run-data.ts';
import { plural } from './wording.ts';

export interface DomainSource {
  readonly directory: string;
  readonly name: string;
  /** Why there is no file that can be read, as the predicate of a sentence; null where there is one. */
  readonly absence: string | null;
  readonly journalName: string;
  /** Null where the journal knows nothing of it. */
  readonly journal: JournalDomain | null;
  /** Null where the run's beginning was not recorded. */
  readonly plannedTests: number | null;
}

/** Null for a file that holds no results and that the run does not know of. */
export async function readDomain(source: DomainSource, warn: (warning: string) => void): Promise<DomainData | null> {
  const fileName = `${source.name}.json`;
  const recorded = source.journal?.results ?? 0;
  const problems = new Problems();
  const fromFile =
    source.absence === null
      ? await count(
          source,
          resultsInFile(source, (text) => problems.add(text)),
        )
      : null;
  const inFile = fromFile?.trials ?? 0;
  const useJournal = recorded > inFile;
  const warning = describeChoice({ ...source, fileName, inFile, recorded, problem: problems.summary() });
  if (warning !== null) warn(warning);
  if (source.journal === null && source.plannedTests === null && inFile === 0) return null;

  const statistics = useJournal ? await count(source, fromJournal(source)) : (fromFile ?? (await count(source, [])));
  return {
    name: source.name,
    source: useJournal ? 'journal' : 'file',
    trials: statistics.trials,
    notReached: Math.max(0, (source.plannedTests ?? 0) - statistics.tests),
    driver: statistics.driver,
    stages: statistics.stages,
    loadouts: statistics.loadouts,
    contents: statistics.contents,
    validity: statistics.validity,
    skips: statistics.skips,
    bad: statistics.bad,
    decides: statistics.decides,
    results: () => again(source, useJournal, statistics.trials),
  };
}

async function count(
  source: DomainSource,
  results: AsyncIterable<TrialResult> | Iterable<TrialResult>,
): Promise<DomainStatistics> {
  const fold = new DomainFold(source.journal?.tests.values() ?? [], source.journal?.outdated ?? new Map());
  for await (const result of results) fold.add(result);
  return fold.finish(source.journal?.loadouts ?? new Map());
}

function resultsInFile({ directory, name }: DomainSource, tell: (problem: string) => void): AsyncIterable<TrialResult> {
  return domainFileResults({ path: join(directory, `${name}.json`), domain: name }, trialResultSchema, tell);
}

function fromJournal({ directory, journalName, name }: DomainSource): AsyncIterable<TrialResult> {
  return journalResults(join(directory, journalName), journalName, name);
}

/** The same results as were counted: a run that is still going on may have recorded more since. */
async function* again(source: DomainSource, useJournal: boolean, trials: number): AsyncGenerator<TrialResult> {
  let left = trials;
  if (left === 0) return;
  // Problems were told when the results were counted.
  for await (const result of useJournal ? fromJournal(source) : resultsInFile(source, () => {})) {
    yield result;
    left -= 1;
    if (left === 0) return;
  }
  throw new UserError(
    'run-changed',
    `the results of "${source.name}" in ${source.directory} became fewer while they were read; try again when nothing else writes there`,
  );
}

/** The first one stands for all, however many a foreign file may hold. */
class Problems {
  #first: string | null = null;
  #count = 0;

  add(text: string): void {
    this.#first ??= text;
    this.#count += 1;
  }

  summary(): string | null {
    if (this.#first === null || this.#count === 1) return this.#first;
    return `${this.#first}; ${plural(this.#count - 1, 'more problem')}`;
  }
}

interface Choice extends DomainSource {
  readonly fileName: string;
  readonly inFile: number;
  readonly recorded: number;
  readonly problem: string | null;
}

function describeChoice(choice: Choice): string | null {
  const { fileName, inFile, recorded, problem, journalName, absence } = choice;
  if (recorded > inFile) {
    const come = nounFor(recorded, 'comes', 'come');
    if (absence !== null)
      return `${fileName} ${absence}; its ${plural(recorded, 'result')} ${come} from ${journalName}`;
    if (problem !== null)
      return `${fileName} is damaged (${problem}); its ${plural(recorded, 'result')} ${come} from ${journalName}`;
    return `${fileName} holds ${plural(inFile, 'result')} and ${journalName} ${recorded}; the latter ${nounFor(recorded, 'is', 'are')} used`;
  }
  // A run that had not recorded anything yet has no file.
  if (absence !== null) return absence === missing ? null : `${fileName} ${absence}`;
  if (problem === null) return null;
  if (inFile > 0)
    return `${fileName} is damaged (${problem}); its ${plural(inFile, 'result')} that can be read ${nounFor(inFile, 'is', 'are')} used`;
  return `${fileName} is left out: ${problem}`;
}
