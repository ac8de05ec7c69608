// Reads the journal of a run as far as it goes: what the run is, what it started, how many results it recorded. A torn
// or damaged line costs that line and is named; a journal of a later version is refused whole.
import type { TrialResult } from '../domain/results.ts';
import { readRecordedEvents } from '../recorded/recorded-events.ts';
import { trialResultSchema } from '../recorded/schemas/results.ts';
import { JournalFacts } from './journal-facts.ts';

export interface Journal
  extends Pick<
    JournalFacts,
    'started' | 'startedAt' | 'finished' | 'stopping' | 'abandoned' | 'elapsedMs' | 'domains' | 'services' | 'notices'
  > {
  readonly warnings: readonly string[];
}

/** `name` is how the file is called in sentences. Throws a UserError for a version that is not known here. */
export async function readJournal(path: string, name: string): Promise<Journal> {
  const facts = new JournalFacts();
  const damaged: number[] = [];
  let torn = false;
  for await (const { number, complete, recorded } of readRecordedEvents(path, name)) {
    if (recorded !== null && facts.note(recorded)) continue;
    if (complete) damaged.push(number);
    else torn = true;
  }
  const { started, startedAt, finished, stopping, abandoned, elapsedMs, domains, services, notices } = facts;
  const warnings = describeDamage(name, damaged, torn, facts);
  return { started, startedAt, finished, stopping, abandoned, elapsedMs, domains, services, notices, warnings };
}

/** The results of one domain, oldest first; lines that cannot be read were named by `readJournal`. */
export async function* journalResults(path: string, name: string, domain: string): AsyncGenerator<TrialResult> {
  for await (const { recorded } of readRecordedEvents(path, name)) {
    const event = recorded?.event;
    if (event?.type !== 'trial.finished') continue;
    const result = trialResultSchema.safeParse(event['result']);
    if (result.success && result.data.domain === domain) yield result.data;
  }
}

function describeDamage(name: string, damaged: readonly number[], torn: boolean, facts: JournalFacts): string[] {
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
