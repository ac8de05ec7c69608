// What the journal of a run says of the run itself, event by event: how it began, which tests it selected, which engines
// answered, where it stands. An event of a known type that does not look like one is told to the caller.
import type * as z from 'zod';
import type { RunStatus } from '../domain/events.ts';
import { eventSchemas, type JournalLine, type StopReasonRecord } from './schemas/events.ts';

type Outline = z.infer<(typeof eventSchemas)['run.started']>;
type Continued = z.infer<(typeof eventSchemas)['run.continued']>;
type Ending = z.infer<(typeof eventSchemas)['run.finished']>;
type Selected = z.infer<(typeof eventSchemas)['tests.selected']>;

export type SelectedTestRecord = Selected['tests'][number] & Pick<Selected, 'domain' | 'loadout'>;

export interface EngineRecord {
  readonly version: string | null;
  readonly binary: string | null;
  readonly modelDigest: string | null;
}

export class RunFacts {
  /** Of the whole run; null where its beginning was not recorded. */
  outline: Outline | null = null;
  /** ISO, as are all times here. */
  startedAt: string | null = null;
  /** Of the last event. */
  updatedAt: string | null = null;
  /** Of the last event: its number, and the time since the run began. */
  seq = 0;
  elapsedMs = 0;
  status: RunStatus = 'in_progress';
  /** Null where the run has not told its end, or has gone on since. */
  ending: Ending | null = null;
  stopping: StopReasonRecord | null = null;
  /** Whoever went on with the run found results in the files of its domains that the journal lacks. */
  lacksResults = false;
  /** By test id, in the order of execution; empty in journals of versions that did not record it. */
  readonly selected = new Map<string, SelectedTestRecord>();
  /** Of tests that were started: how many each needs to be complete. */
  readonly repeats = new Map<string, number>();
  /** By service id, as each was the last time that it became ready. */
  readonly engines = new Map<string, EngineRecord>();

  /** False where an event of a known type does not look like one; `trial.finished` is none of ours. */
  note({ at, seq, elapsedMs, event }: JournalLine): boolean {
    this.updatedAt = at;
    this.seq = seq;
    this.elapsedMs = elapsedMs;
    switch (event.type) {
      case 'run.started':
        this.startedAt ??= at;
        return take(eventSchemas['run.started'], event, (started) => {
          this.outline = started;
        });
      case 'run.continued':
        return take(eventSchemas['run.continued'], event, (continued) => this.#goOn(continued));
      case 'run.abandoned':
        this.status = 'abandoned';
        return true;
      case 'run.stopping':
        return take(eventSchemas['run.stopping'], event, ({ reason }) => {
          this.stopping = reason;
        });
      case 'run.finished':
        return take(eventSchemas['run.finished'], event, (ending) => {
          this.ending = ending;
          this.status = ending.status;
        });
      default:
        return this.#noteParts(event);
    }
  }

  #noteParts(event: JournalLine['event']): boolean {
    switch (event.type) {
      case 'tests.selected':
        return take(eventSchemas['tests.selected'], event, ({ domain, loadout, tests }) => {
          for (const test of tests) this.selected.set(test.testId, { ...test, domain, loadout });
        });
      case 'trial.started':
        return take(eventSchemas['trial.started'], event, ({ testId, repeats }) => {
          this.repeats.set(testId, repeats);
        });
      case 'service.ready':
        return take(eventSchemas['service.ready'], event, ({ service, version, binary, modelDigest }) => {
          this.engines.set(service, { version, binary, modelDigest });
        });
      default:
        return true;
    }
  }

  #goOn(continued: Continued): void {
    this.outline = continued;
    this.lacksResults ||= continued.fromFiles.length > 0;
    this.status = 'in_progress';
    this.ending = null;
    this.stopping = null;
  }
}

function take<T>(schema: z.ZodType<T>, event: unknown, use: (value: T) => void): boolean {
  const parsed = schema.safeParse(event);
  if (parsed.success) use(parsed.data);
  return parsed.success;
}
