// Which signals ask for an end, and which of them ask again. A terminal that closes says so several times: the system, the shell
// and a multiplexer each send what they think fit, and none of that is a second request.
import { now } from '../system/clock.ts';

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export interface StopRequests {
  readonly on: (signal: StopSignal) => void;
  release(): void;
}

export interface StopHandlers {
  first(signal: StopSignal): void;
  /** Whoever asks again wants no order any more. */
  second(signal: StopSignal): void;
}

/** For so long what comes after a SIGHUP is another word for it. */
const closingMs = 2000;
/** A SIGTERM can overtake the SIGHUP that was sent before it, by less than that. */
const overtakingMs = 50;

export function stopRequests({ first, second }: StopHandlers): StopRequests {
  let asked = false;
  let hungUpAt = Number.NEGATIVE_INFINITY;
  let early: NodeJS.Timeout | null = null;

  const tell = (signal: StopSignal): void => {
    if (early !== null) clearTimeout(early);
    early = null;
    first(signal);
  };
  const isAnotherWord = (signal: StopSignal): boolean =>
    signal === 'SIGHUP' || (signal === 'SIGTERM' && now() - hungUpAt < closingMs);

  return {
    on(signal) {
      const another = isAnotherWord(signal);
      if (signal === 'SIGHUP') hungUpAt = now();
      if (asked) {
        if (!another) second(signal);
        else if (early !== null) tell(signal);
        return;
      }
      asked = true;
      if (signal === 'SIGTERM') early = setTimeout(tell, overtakingMs, signal);
      else tell(signal);
    },
    release: () => void (early !== null && clearTimeout(early)),
  };
}
