// Which services hang after a trial ran out of time. A slow model that goes on talking does not: it would be no faster after
// another start. Steps of a command suite ask no service through us, so they tell nothing.
import type { TrialMeasurement } from '../drivers/protocol.ts';
import { seconds } from '../services/sentences.ts';
import type { Supervisor } from '../services/supervisor.ts';

/** A service that hangs, and a clause about it. */
export interface Hang {
  readonly service: string;
  readonly why: string;
}

/** Whoever has said something so shortly before the end was at work. */
const talkingMs = 1000;
const answerMs = 2000;

export interface TimedTrial {
  readonly measurement: TrialMeasurement;
  readonly timeoutMs: number;
  /** Services that were spawned: those of others are none of our business. */
  readonly spawned: readonly string[];
}

export async function hangsAfter(
  { measurement, timeoutMs, spawned }: TimedTrial,
  supervisor: Pick<Supervisor, 'answers'>,
): Promise<readonly Hang[]> {
  const { status, silentMs = {} } = measurement;
  if (status !== 'timeout') return [];
  const asked = Object.entries(silentMs).filter(([service]) => spawned.includes(service));
  const found = await Promise.all(
    asked.map(async ([service, silent]): Promise<readonly Hang[]> => {
      if (silent < talkingMs) return [];
      if (silent >= timeoutMs / 2) {
        const why = `it hung: not a byte came from it in the last ${seconds(silent)} of the ${seconds(timeoutMs)} that the trial had`;
        return [{ service, why }];
      }
      const problem = await supervisor.answers(service, answerMs);
      if (problem === null) return [];
      return [{ service, why: `it hung: asked whether it is still there, for ${seconds(answerMs)}, ${problem}` }];
    }),
  );
  return found.flat();
}
