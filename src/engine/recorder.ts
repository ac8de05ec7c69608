// The only place that numbers events. Order for each: journal (on the disk before a finished trial is announced), domain
// file, then everyone who listens. A failure of the first two ends the run; anyone else who fails is detached and named.
import { exitCodes, UserError } from '../domain/errors.ts';
import { journalVersion, type RecordedEvent, type SessionEvent } from '../domain/events.ts';
import type { Redactor } from '../domain/redaction.ts';
import { jsonText } from '../domain/text.ts';

/** A writer without which the run cannot go on. `line` is the JSON text of `recorded`. */
export interface RequiredWriter {
  readonly name: string;
  write(recorded: RecordedEvent, line: string): void;
}

/** Somebody who is told; `line` is the JSON text of `recorded`. */
export interface Observer {
  readonly name: string;
  onEvent(recorded: RecordedEvent, line: string): void;
  onTick?(): void;
}

export interface RecorderOptions {
  readonly required: readonly RequiredWriter[];
  readonly observers: readonly Observer[];
  readonly redactor: Redactor;
  readonly now: () => number;
  readonly wallClock: () => Date;
  /** Monotonic time of the run's beginning. */
  readonly startedAt: number;
}

/** A required writer failed: the run ends with exit code 3. */
export class RecordingError extends UserError {
  readonly writer: string;

  constructor(writer: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super('not-recorded', `${writer} cannot be written: ${why}`, exitCodes.cannotGoOn);
    this.name = 'RecordingError';
    this.cause = cause;
    this.writer = writer;
  }
}

export class Recorder {
  readonly #options: RecorderOptions;
  #observers: readonly Observer[];
  #seq = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#observers = options.observers;
  }

  record(event: SessionEvent): RecordedEvent {
    const { recorded, line } = this.#number(event);
    for (const writer of this.#options.required) {
      try {
        writer.write(recorded, line);
      } catch (error) {
        throw new RecordingError(writer.name, error);
      }
    }
    this.#announce((observer) => observer.onEvent(recorded, line));
    return recorded;
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

  #number(event: SessionEvent): { recorded: RecordedEvent; line: string } {
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

  #announce(tell: (observer: Observer) => void): void {
    for (const { name, error } of this.#tell(tell)) {
      const detail = error instanceof Error ? error.message : String(error);
      this.record({ type: 'notice.raised', level: 'warning', message: `${name} failed and was detached: ${detail}` });
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
