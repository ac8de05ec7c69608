// Counts and medians of each loadout, in memory that does not grow with the number of trials.
import type { TrialResult } from '../../domain/results.ts';
import { Reservoir } from './reservoir.ts';

export interface LoadoutDigest {
  readonly domain: string;
  readonly loadout: string | null;
  /** At least one of its trials used a service that ships with Flightdeck. */
  readonly builtin: boolean;
  /** Executed repeats; skipped ones are not among them. */
  readonly trials: number;
  readonly passed: number;
  readonly slowestMs: number | null;
  readonly ttftMs: number | null;
  readonly decodeTokensPerSecond: number | null;
  /** The medians are those of a random sample. */
  readonly sampled: boolean;
}

interface Figures {
  readonly domain: string;
  readonly loadout: string | null;
  builtin: boolean;
  trials: number;
  passed: number;
  slowestMs: number | null;
  readonly ttftMs: Reservoir;
  readonly decode: Reservoir;
}

export class LoadoutFigures {
  readonly #byLoadout = new Map<string, Figures>();

  add(result: TrialResult): void {
    if (result.status === 'skipped') return;
    const figures = this.#figuresOf(result);
    if (result.attempt === 1) figures.trials += 1;
    if (result.status === 'passed') figures.passed += 1;
    figures.slowestMs = Math.max(figures.slowestMs ?? 0, result.durationMs);
    figures.builtin ||= Object.values(result.services).some(({ builtin }) => builtin === true);
    const { ttftMs, decodeTokensPerSecond } = result.metrics;
    if (typeof ttftMs === 'number') figures.ttftMs.add(ttftMs);
    if (typeof decodeTokensPerSecond === 'number') figures.decode.add(decodeTokensPerSecond);
  }

  get(): readonly LoadoutDigest[] {
    return [...this.#byLoadout.values()].map(({ ttftMs, decode, ...figures }) => ({
      ...figures,
      ttftMs: ttftMs.median(),
      decodeTokensPerSecond: decode.median(),
      sampled: ttftMs.sampled || decode.sampled,
    }));
  }

  #figuresOf({ domain, loadout }: TrialResult): Figures {
    const key = `${domain} ${loadout ?? ''}`;
    let figures = this.#byLoadout.get(key);
    if (figures === undefined) {
      figures = {
        domain,
        loadout,
        builtin: false,
        trials: 0,
        passed: 0,
        slowestMs: null,
        ttftMs: new Reservoir(),
        decode: new Reservoir(),
      };
      this.#byLoadout.set(key, figures);
    }
    return figures;
  }
}
