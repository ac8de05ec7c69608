// Signals and the keys that mean the same: the first asks for an orderly stop, a second that is meant as one ends everything at
// once.
import { exitCodes } from '../domain/errors.ts';
import { report } from './guarded.ts';
import { type StopSignal, stopRequests } from './stop-requests.ts';
import { suspendForeground } from './suspension.ts';

const stopSignals: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Set by the launcher where SIGHUP was ignored when it was started, as `nohup` has it: Node itself forgets that. */
const hangupIgnored = 'FLIGHTDECK_HANGUP_IGNORED';

/** 128 + SIGQUIT, which means: at once. */
const quitCode = 131;

export interface Signals {
  /** Who is told of the first signal: the last one that was set. One that came before anybody was set is told at once. */
  onStop(handler: (signal: StopSignal) => void): void;
  /** From now on nobody is told, until somebody is set again. */
  hold(): void;
  /** Runs synchronously before the process ends at once. */
  onKill(handler: () => void): void;
  /** A key of the dashboard. */
  readonly command: (command: { readonly type: 'stop' | 'kill' | 'suspend' }) => void;
  /** Ends everything at once because of something that nobody has foreseen, and says it. */
  fail(error: unknown): never;
  release(): void;
}

export function watchSignals(): Signals {
  let stop: ((signal: StopSignal) => void) | null = null;
  let untold: StopSignal | null = null;
  let kill: () => void = () => {};

  /** What happens in the last moments must not get in the way of the end. */
  const killAll = (): void => {
    try {
      kill();
    } catch {
      // it is tried once more at the exit, which also says what it was
    }
  };
  const endNow = (code: number): never => {
    killAll();
    process.exit(code);
  };
  const requests = stopRequests({
    first: (signal) => {
      if (stop === null) untold = signal;
      else stop(signal);
    },
    second: (signal) => endNow(exitCodes[signal]),
  });
  const onQuit = (): never => endNow(quitCode);
  const fail = (error: unknown): never => {
    killAll();
    process.exit(report(error));
  };
  const ignoresHangup = process.env[hangupIgnored] === '1';
  const names = stopSignals.filter((name) => name !== 'SIGHUP' || !ignoresHangup);
  for (const name of names) process.on(name, requests.on);
  if (ignoresHangup) process.on('SIGHUP', ignored);
  process.on('SIGQUIT', onQuit);
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);

  return {
    onStop: (handler) => {
      stop = handler;
      if (untold !== null) handler(untold);
      untold = null;
    },
    hold: () => {
      stop = null;
    },
    onKill: (handler) => {
      kill = handler;
    },
    command: ({ type }) => {
      if (type === 'suspend') return suspendForeground();
      if (type === 'kill') endNow(exitCodes.SIGINT);
      requests.on('SIGINT');
    },
    fail,
    release() {
      requests.release();
      for (const name of names) process.off(name, requests.on);
      process.off('SIGHUP', ignored);
      process.off('SIGQUIT', onQuit);
      process.off('uncaughtException', fail);
      process.off('unhandledRejection', fail);
    },
  };
}

function ignored(): void {}
