// All of a journal that whoever goes on with its run must know. It is refused where it does not say how the run began.
import { join } from 'node:path';
import type * as z from 'zod';
import { UserError } from '../domain/errors.ts';
import type { TrialResult } from '../domain/results.ts';
import { jsonText } from '../domain/text.ts';
import { journalName } from './folder-files.ts';
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
  /** In the order in which they were recorded. */
  readonly results: readonly TrialResult[];
  /** Those that another attempt was to follow. */
  readonly owing: ReadonlySet<TrialResult>;
  /** The JSON texts of all results, by domain. */
  readonly items: ReadonlyMap<string, readonly string[]>;
  /** Lines in the middle that cannot be read; what they recorded is as good as not recorded. */
  readonly damaged: number;
}

export async function readEarlierParts(directory: string): Promise<EarlierRun> {
  const fold = new EarlierFold();
  for await (const { complete, recorded } of readRecordedEvents(join(directory, journalName), journalName)) {
    if (recorded !== null) fold.add(recorded);
    else if (complete) fold.damaged += 1;
  }
  const { started, startedAt } = fold;
  if (started !== null && startedAt !== null) return { ...fold, started, startedAt };
  throw new UserError(
    'not-continued',
    `${join(directory, journalName)} does not say how the run began, so that nobody can go on with it; start a new run of its plan`,
  );
}

class EarlierFold {
  started: EarlierRun['started'] | null = null;
  startedAt: string | null = null;
  abandoned = false;
  finished = false;
  lastSeq = 0;
  elapsedMs = 0;
  damaged = 0;
  readonly results: TrialResult[] = [];
  readonly owing = new Set<TrialResult>();
  readonly items = new Map<string, string[]>();

  add({ seq, at, elapsedMs, event }: JournalLine): void {
    this.lastSeq = Math.max(this.lastSeq, seq);
    this.elapsedMs = Math.max(this.elapsedMs, elapsedMs);
    if (event.type === 'run.started') {
      this.started = eventSchemas['run.started'].safeParse(event).data ?? null;
      this.startedAt = at;
    } else if (event.type === 'run.abandoned') this.abandoned = true;
    else if (event.type === 'run.finished') this.finished = event['status'] === 'completed';
    else if (event.type === 'run.continued') this.finished = false;
    else if (event.type === 'trial.finished') this.#addResult(event['result'], event['again'] === true);
  }

  #addResult(value: unknown, again: boolean): void {
    const result = trialResultSchema.safeParse(value).data;
    if (result === undefined) {
      this.damaged += 1;
      return;
    }
    this.results.push(result);
    if (again) this.owing.add(result);
    const items = this.items.get(result.domain) ?? [];
    this.items.set(result.domain, items);
    items.push(jsonText(value));
  }
}
