// Makes way for ours, once per run: Ollama servers that run already hold memory that the measurement needs. Whatever is done
// is said, and what a service manager can start again is started again when the run is over, however it ends.
import { now, pause } from '../../system/clock.ts';
import type { ProcessIdentity } from '../../system/processes.ts';
import { type Systemd, systemd, type Unit } from '../../system/systemd.ts';
import { atExit, type LastResort } from '../last-resort.ts';
import type { Ledger } from '../ledger/entries.ts';
import type { ServiceReport } from '../reports.ts';
import { heldVramMiB } from './ask-server.ts';
import { type FoundServer, findServers } from './find-servers.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import { cameBack } from './sentences.ts';
import { type StoppingPlace, stopServer } from './stop-server.ts';

export interface TakeOverOptions {
  /** Null: nothing is looked for, and nothing is stopped. */
  readonly place: Neighbourhood | null;
  /** The `NAME=value` pairs that every process of this run carries. */
  readonly ours: readonly string[];
  readonly ledger: Ledger;
  onReport(report: ServiceReport): void;
}

const program = 'ollama';
const watchPollMs = 250;

export class TakeOver {
  readonly #options: TakeOverOptions;
  readonly #manager: Systemd | null;
  readonly #over = new AbortController();
  #way: Promise<void> | null = null;
  /** Asked to stop, and not yet asked to start again. */
  #units: readonly Unit[] = [];
  #exit: LastResort | null = null;

  constructor(options: TakeOverOptions) {
    this.#options = options;
    this.#manager = options.place === null ? null : systemd(options.place.searchPath);
  }

  /** Resolves when nothing is in the way any more that could be stopped, or when `signal` aborts. All wait for the same. */
  async makeWay(service: string, signal: AbortSignal): Promise<void> {
    const { place } = this.#options;
    if (place === null || this.#over.signal.aborted) return;
    this.#way ??= this.#clear(place, service);
    this.#way.catch(() => undefined); // told by whoever waits; nobody may
    await Promise.race([this.#way, aborted(signal)]);
  }

  /** Nothing more is stopped; what is under way is brought to its end. */
  end(): void {
    this.#over.abort();
  }

  /** Starts again what a service manager had to stop. */
  async restore(): Promise<void> {
    this.end();
    await this.#way?.catch(() => undefined);
    await Promise.all(
      this.#takeUnits().map(async (unit) => {
        const change = await this.#manager?.change(unit, 'start');
        const error = change === undefined || change.kind === 'done' ? null : change.why;
        this.#options.ledger.note({ type: 'unit.restarted', unit });
        this.#options.onReport({ type: 'existing-restarted', program, unit: unit.name, error });
      }),
    );
    this.#exit?.disarm();
  }

  /** The same in the last moment of this process, when nothing can be waited for and nobody listens. */
  restoreNow(): void {
    this.end();
    for (const unit of this.#takeUnits()) {
      this.#manager?.startNow(unit);
      this.#options.ledger.note({ type: 'unit.restarted', unit });
    }
  }

  #takeUnits(): readonly Unit[] {
    const units = this.#units;
    this.#units = [];
    return units;
  }

  async #clear(place: Neighbourhood, service: string): Promise<void> {
    const found = await findServers(place, this.#options.ours);
    await Promise.all(found.map((server) => this.#clearOne(place, service, server)));
  }

  async #clearOne(place: Neighbourhood, service: string, server: FoundServer): Promise<void> {
    if (this.#over.signal.aborted) return;
    const stopping = await stopServer(server, this.#stoppingPlace(place));
    const watched = stopping.kind === 'stopped' && stopping.unit === null;
    const back = watched ? await this.#watch(place, server) : null;
    const { port } = server;
    const pid = (back ?? server).process?.pid ?? null;
    const about = { service, program, pid, port, unit: stopping.unit?.name ?? null };
    const why = stopping.kind === 'kept' ? stopping.why : (back?.why ?? null);
    if (why === null) return this.#options.onReport({ type: 'existing-stopped', ...about });
    const vramMiB = port === null ? null : await heldVramMiB(port);
    this.#options.onReport({ type: 'existing-kept', ...about, why, vramMiB });
  }

  #stoppingPlace(place: Neighbourhood): StoppingPlace {
    return {
      place,
      manager: this.#manager,
      onAsked: (unit) => {
        this.#options.ledger.note({ type: 'unit.stopped', unit });
        this.#units = [...this.#units, unit];
        this.#exit ??= atExit(() => this.restoreNow());
      },
      onRefused: (unit) => {
        this.#options.ledger.note({ type: 'unit.restarted', unit });
        this.#units = this.#units.filter((asked) => asked !== unit);
      },
    };
  }

  /** Whether it comes back by itself; what its own service manager stopped does not. */
  async #watch(place: Neighbourhood, stopped: FoundServer): Promise<Returned | null> {
    const from = now();
    while (now() - from < place.watchMs && !this.#over.signal.aborted) {
      await pause(watchPollMs, this.#over.signal);
      const there = await findServers(place, this.#options.ours);
      const back = there.find((server) => isSuccessor(server, stopped));
      if (back !== undefined) return { process: back.process, why: cameBack(now() - from) };
    }
    return null;
  }
}

interface Returned {
  readonly process: ProcessIdentity | null;
  readonly why: string;
}

function isSuccessor({ process, port }: FoundServer, stopped: FoundServer): boolean {
  const same = process?.pid === stopped.process?.pid && process?.startTime === stopped.process?.startTime;
  return !same && port !== null && port === stopped.port;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
