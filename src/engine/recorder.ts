// The only place that numbers events. Order for each: journal (on the disk before a finished trial is announced), domain
// file, then everyone who listens. A failure of the first two ends the run; anyone else who fails is detached and named.
// Writing comes in two parts, so that the next trial can begin while the disk takes the last one in.
import { join } from 'node:path';
import { journalVersion, type RecordedEvent, type SessionEvent } from '../domain/events.ts';
import type { Redactor } from '../domain/redaction.ts';
import { jsonText } from '../domain/text.ts';
import { whyNotWritten } from '../system/path-error.ts';
import { RecordingError } from './recording-error.ts';

/** The truth; `line` is the JSON text of an event. */
export interface Journal {
  readonly name: string;
  append(line: string): void;
  /** Everything that was appended is where it can be found, and on the disk if that was asked for, when this returns. */
  flush(): void;
  /** Throws where there is no room for a little more. */
  requireRoom(): void;
}

/** A writer without which the run cannot go on. */
export interface RequiredWriter {
  /** What it writes then. */
  nameFor(recorded: RecordedEvent): string;
  write(recorded: RecordedEvent): void;
}

/** An event that stands in the journal and that nobody has heard of. */
export interface Appended {
  readonly recorded: RecordedEvent;
  readonly line: string;
}

/** Somebody who is told; `line` is the JSON text of `recorded`. */
export interface Observer {
  readonly name: string;
  onEvent(recorded: RecordedEvent, line: string): void;
  onTick?(): void;
}

export interface RecorderOptions {
  /** The run folder, for sentences about it. */
  readonly folder: string;
  readonly journal: Journal;
  /** Written after the journal, in this order. */
  readonly required: readonly RequiredWriter[];
  readonly observers: readonly Observer[];
  readonly redactor: Redactor;
  readonly now: () => number;
  readonly wallClock: () => Date;
  /** Monotonic time of the run's beginning. */
  readonly startedAt: number;
  /** Of the last event that an earlier part of the run recorded. */
  readonly lastSeq?: number;
}

/** What must be on the disk before anybody hears of it. */
const flushed: ReadonlySet<SessionEvent['type']> = new Set(['run.started', 'trial.finished', 'run.finished']);

export class Recorder {
  readonly #options: RecorderOptions;
  #observers: readonly Observer[];
  #seq = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#observers = options.observers;
    this.#seq = options.lastSeq ?? 0;
  }

  /** Both parts at once. */
  record(event: SessionEvent): RecordedEvent {
    const appended = this.append(event);
    this.settle(appended);
    return appended.recorded;
  }

  /** First part: numbered and in the journal, where it survives the end of this process. */
  append(event: SessionEvent): Appended {
    const appended = this.#number(event);
    const { journal } = this.#options;
    this.#require(journal.name, () => journal.append(appended.line));
    return appended;
  }

  /** Second part: on the disk where that matters, in the domain files, then announced; to be called in the order of appending. */
  settle({ recorded, line }: Appended): void {
    const { journal, required: writers } = this.#options;
    if (flushed.has(recorded.event.type)) this.#require(journal.name, () => journal.flush());
    for (const writer of writers) this.#require(writer.nameFor(recorded), () => writer.write(recorded));
    this.#announce((observer) => observer.onEvent(recorded, line));
  }

  /**
   * To be asked before a failure is believed: what fails on a full disk may fail of it, and the journal may still have room for
   * one result more in its last block.
   */
  requireRoom(): void {
    const { journal } = this.#options;
    this.#require(journal.name, () => journal.requireRoom());
  }

  tick(): void {
    this.#announce((observer) => observer.onTick?.());
  }

  /** Tells observers of an event that can no longer be written, and lets them write what they hold back; never throws. */
  announceUnrecorded(event: SessionEvent): void {
    const { recorded, line } = this.#number(event);
    this.#tell((observer) => observer.onEvent(recorded, line));
    this.#tell((observer) => observer.onTick?.());
  }

  #number(event: SessionEvent): Appended {
    const { now, wallClock, startedAt, redactor } = this.#options;
    this.#seq += 1;
    const recorded: RecordedEvent = {
      v: journalVersion,
      seq: this.#seq,
      at: wallClock().toISOString(),
      elapsedMs: Math.round((now() - startedAt) * 1000) / 1000,
      event,
    };
    const plain = jsonText(recorded);
    if (!redactor.mayOccurIn(plain)) return { recorded, line: plain };
    const line = redactor.json(recorded);
    return { recorded: JSON.parse(line), line };
  }

  #require(name: string, write: () => void): void {
    try {
      write();
    } catch (error) {
      throw new RecordingError(name, this.#options.folder, error);
    }
  }

  #announce(tell: (observer: Observer) => void): void {
    for (const { name, error } of this.#tell(tell)) {
      const why = whyNotWritten(error, join(this.#options.folder, name));
      this.record({ type: 'notice.raised', level: 'warning', message: `${name} failed and was detached: ${why}` });
    }
  }

  /** Detaches those that fail, and gives them. */
  #tell(tell: (observer: Observer) => void): readonly { readonly name: string; readonly error: unknown }[] {
    const failed: { name: string; error: unknown }[] = [];
    for (const observer of this.#observers) {
      try {
        tell(observer);
      } catch (error) {
        failed.push({ name: observer.name, error });
      }
    }
    if (failed.length === 0) return failed;
    const names = new Set(failed.map(({ name }) => name));
    this.#observers = this.#observers.filter((observer) => !names.has(observer.name));
    return failed;
  }
}
