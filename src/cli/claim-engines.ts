// Before anything is made or started: what only one run at a time can have is claimed, or waited for as long as was asked.
import { exitCodes, UserError } from '../domain/errors.ts';
import type { Schedule } from '../domain/schedule.ts';
import { type Claim, claimAll } from '../services/exclusive/claim.ts';
import { exclusiveEngines } from '../services/exclusive/engines.ts';
import { machineNeighbourhood } from '../services/existing/neighbourhood.ts';
import { now, pause } from '../system/clock.ts';

export interface ClaimOptions {
  readonly schedule: Schedule;
  /** How long to wait for engines that another run uses; 0 = not at all. */
  readonly waitMs: number;
  /** Ends the wait. */
  readonly signal: AbortSignal;
  /** What other runs are told of this one. */
  describe(): string;
  /** Called when the wait begins, and when it is for another engine or run than before. */
  onWaiting(sentence: string): void;
}

const pollMs = 500;

/** Null when `signal` aborted. Throws a UserError for an engine that another run uses. */
export async function claimEngines(options: ClaimOptions): Promise<Claim | null> {
  const engines = exclusiveEngines(options.schedule, machineNeighbourhood(process.env) !== null);
  const until = now() + options.waitMs;
  let said = '';
  while (!options.signal.aborted) {
    const outcome = await claimAll(engines, options.describe);
    if (outcome.kind === 'claimed') return outcome.claim;
    const sentence = `${outcome.holder} uses ${outcome.engine.text}`;
    if (now() >= until) throw busy(sentence, options.waitMs);
    if (sentence !== said) options.onWaiting(`${sentence}; this run waits until it is free, Ctrl-C ends the wait`);
    said = sentence;
    await pause(Math.min(pollMs, until - now()), options.signal);
  }
  return null;
}

function busy(sentence: string, waitMs: number): UserError {
  const advice =
    waitMs === 0 ? '--wait 2h waits for it, or end that run first' : 'it was still not free at the end of the wait';
  return new UserError('engine-busy', `${sentence}: two runs cannot have it at once; ${advice}`, exitCodes.cannotGoOn);
}
