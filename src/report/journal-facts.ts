// What a journal says of a run, gathered event by event: facts, starts of services, counts per domain, notices. An event
// of a known type that does not look like one is reported to the caller; unknown types are none of ours.
import type * as z from 'zod';
import { existingText, memoryKeptText } from '../domain/incidents.ts';
import { eventSchemas, type JournalLine, type StopReasonRecord } from '../recorded/schemas/events.ts';
import type { StartedTest } from './domain-fold.ts';
import type { LoadoutRecord, Notice, ServiceData } from './run-data.ts';
import { ServiceStarts } from './service-starts.ts';

type Started = z.infer<(typeof eventSchemas)['run.started']>;
type Finished = z.infer<(typeof eventSchemas)['run.finished']>;

export interface JournalDomain {
  readonly results: number;
  readonly tests: ReadonlyMap<string, StartedTest>;
  readonly loadouts: ReadonlyMap<string, LoadoutRecord>;
  /** By test id: how many of its first results count no more. */
  readonly outdated: ReadonlyMap<string, number>;
}

interface DomainFacts {
  results: number;
  readonly tests: Map<string, StartedTest>;
  readonly loadouts: Map<string, LoadoutRecord>;
  readonly outdated: ReadonlyMap<string, number>;
}

export class JournalFacts {
  started: Started | null = null;
  startedAt: string | null = null;
  finished: Finished | null = null;
  stopping: StopReasonRecord | null = null;
  abandoned = false;
  /** Of the last event, since the run began. */
  elapsedMs: number | null = null;
  readonly #domains = new Map<string, DomainFacts>();
  readonly #starts = new ServiceStarts();
  readonly #notices: Notice[] = [];
  /** Of each test. */
  readonly #results = new Map<string, number>();
  readonly #outdated = new Map<string, number>();

  get domains(): ReadonlyMap<string, JournalDomain> {
    return this.#domains;
  }

  get services(): readonly ServiceData[] {
    return this.#starts.get();
  }

  get notices(): readonly Notice[] {
    return this.#notices;
  }

  /** False where an event of a known type does not look like one. */
  note({ at, elapsedMs, event }: JournalLine): boolean {
    this.elapsedMs = elapsedMs;
    switch (event.type) {
      case 'run.started':
        this.startedAt ??= at;
        return take(eventSchemas['run.started'], event, (started) => {
          this.started = started;
        });
      case 'run.continued':
        return take(eventSchemas['run.continued'], event, (continued) => {
          this.started = continued;
          this.finished = null;
          this.stopping = null;
        });
      case 'run.abandoned':
        this.abandoned = true;
        return true;
      case 'run.stopping':
        return take(eventSchemas['run.stopping'], event, ({ reason }) => {
          this.stopping = reason;
        });
      case 'run.finished':
        return take(eventSchemas['run.finished'], event, (finished) => {
          this.finished = finished;
        });
      case 'results.outdated':
        return take(eventSchemas['results.outdated'], event, ({ tests }) => {
          for (const testId of tests) this.#outdated.set(testId, this.#results.get(testId) ?? 0);
        });
      case 'trial.started':
      case 'trial.finished':
      case 'loadout.finished':
        return this.#noteProgress(event);
      default:
        return event.type.startsWith('service.') ? this.#starts.note(event, at) : this.#noteIncident(event);
    }
  }

  #noteProgress(event: JournalLine['event']): boolean {
    if (event.type === 'trial.started') {
      return take(eventSchemas['trial.started'], event, ({ domain, ...test }) => {
        this.#domain(domain).tests.set(test.testId, test);
      });
    }
    if (event.type === 'trial.finished') {
      return take(eventSchemas['trial.finished'], event, ({ result }) => {
        this.#domain(result.domain).results += 1;
        this.#results.set(result.testId, (this.#results.get(result.testId) ?? 0) + 1);
      });
    }
    return take(eventSchemas['loadout.finished'], event, ({ domain, loadout, gpus, ...times }) => {
      const { loadouts } = this.#domain(domain);
      loadouts.set(loadout, { keptMiB: new Map(), ...loadouts.get(loadout), times, gpus });
    });
  }

  /** What a reader of numbers must know, in the words in which the run said it. */
  #noteIncident(event: JournalLine['event']): boolean {
    const tell = (message: string, level: Notice['level'] = 'warning'): void =>
      void this.#notices.push({ level, message });
    switch (event.type) {
      case 'notice.raised':
        return take(eventSchemas['notice.raised'], event, ({ message, level }) => tell(message, level));
      case 'memory.kept':
        return take(eventSchemas['memory.kept'], event, (kept) => {
          const { loadouts } = this.#domain(kept.domain);
          const keptMiB = new Map(kept.gpus.map((gpu) => [gpu.index, gpu.keptMiB]));
          loadouts.set(kept.loadout, { times: null, gpus: [], ...loadouts.get(kept.loadout), keptMiB });
          tell(memoryKeptText(kept));
        });
      case 'existing.stopped':
        return take(eventSchemas['existing.stopped'], event, (stopped) => tell(existingText(stopped)));
      case 'existing.kept':
        return take(eventSchemas['existing.kept'], event, (kept) => tell(existingText(kept)));
      case 'existing.restarted':
        return take(eventSchemas['existing.restarted'], event, (restarted) =>
          tell(existingText(restarted), restarted.error === null ? 'info' : 'warning'),
        );
      default:
        return true;
    }
  }

  #domain(name: string): DomainFacts {
    let domain = this.#domains.get(name);
    if (domain === undefined) {
      domain = { results: 0, tests: new Map(), loadouts: new Map(), outdated: this.#outdated };
      this.#domains.set(name, domain);
    }
    return domain;
  }
}

function take<T>(schema: z.ZodType<T>, event: unknown, use: (value: T) => void): boolean {
  const parsed = schema.safeParse(event);
  if (parsed.success) use(parsed.data);
  return parsed.success;
}
