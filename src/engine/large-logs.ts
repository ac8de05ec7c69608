// Says once of each service that its log has become so large that the disk may not last.
import { quoted } from '../domain/wording.ts';
import type { Supervisor } from '../services/supervisor.ts';

const largeBytes = 1024 ** 3;

export class LargeLogs {
  readonly #supervisor: Pick<Supervisor, 'logSize'>;
  readonly #untold: Set<string>;

  /** `services` by id. */
  constructor(supervisor: Pick<Supervisor, 'logSize'>, services: Iterable<string>) {
    this.#supervisor = supervisor;
    this.#untold = new Set(services);
  }

  /** A sentence for each that has become large since the last time. */
  news(): readonly string[] {
    const large = [...this.#untold].filter((service) => (this.#supervisor.logSize(service) ?? 0) > largeBytes);
    for (const service of large) this.#untold.delete(service);
    return large.map(
      (service) =>
        `the log of service "${quoted(service)}" has passed 1 GiB and may fill the disk under the run folder; let it print less, for example with the log level among its options or arguments in the plan`,
    );
  }
}
