// All of them or none: a run that got only some would hold up others while it waits for the rest.
import { cut, oneLine } from '../../domain/text.ts';
import { type NamedLock, takeLock } from '../../system/named-lock.ts';
import type { ExclusiveEngine } from './engines.ts';

export interface Claim {
  release(): void;
}

export type ClaimOutcome =
  | { readonly kind: 'claimed'; readonly claim: Claim }
  /** `holder` is what the other run says of itself. */
  | { readonly kind: 'busy'; readonly engine: ExclusiveEngine; readonly holder: string };

/** The engines in the order of their names; `describe` is what others are told of this run. */
export async function claimAll(engines: readonly ExclusiveEngine[], describe: () => string): Promise<ClaimOutcome> {
  const locks: NamedLock[] = [];
  const release = (): void => {
    for (const lock of locks) lock.release();
  };
  for (const engine of engines) {
    const outcome = await takeLock(engine.name, describe);
    if (outcome.kind === 'taken') locks.push(outcome.lock);
    else {
      release();
      return { kind: 'busy', engine, holder: cut(oneLine(outcome.said), 200) || 'another run of Flightdeck' };
    }
  }
  return { kind: 'claimed', claim: { release } };
}
