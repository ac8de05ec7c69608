// A port for a service: a free one, or the one that the plan asks for. What holds a port is named, never ended.
import { randomInt } from 'node:crypto';
import getPort from 'get-port';
import { now, pause } from '../system/clock.ts';
import { knowsAllListeners, type Listener, listenersOn } from '../system/listeners.ts';
import { takeLock } from '../system/named-lock.ts';
import { refusalToListen } from '../system/tcp-probe.ts';
import { ServiceFailure } from './failure.ts';
import { portDenied, portTaken } from './sentences.ts';

export const host = '127.0.0.1';

/**
 * Between the choice of a free port and the moment when its service listens there, others may take it. Unless it is set up
 * otherwise, no system hands one of these out by itself, to a server or to the near end of a connection: Linux does so from
 * 32768 on, macOS from 49152 on.
 */
const firstOfFree = 20_000;
const lastOfFree = 32_767;
/** Each is free with near certainty; where none is, the system hands one out after all. */
const draws = 20;
/** Somebody may hold the locks of all; without one it is a race again. */
const mostTries = 20;

export interface ChosenPort {
  readonly port: number;
  /** From now on another run may choose it. */
  release(): void;
}

/** One that is fixed is claimed by the run as a whole, before it starts. */
export async function choosePort(service: string, wanted: number | 'auto'): Promise<ChosenPort> {
  if (wanted === 'auto') return chooseFreePort(() => randomInt(firstOfFree, lastOfFree + 1));
  return { port: await fixedPort(service, wanted), release: () => undefined };
}

export async function chooseFreePort(draw: () => number): Promise<ChosenPort> {
  for (let tries = 1; ; tries += 1) {
    const port = await getPort({ host, port: Array.from({ length: draws }, draw) });
    const outcome = await takeLock(portLock(port), () => '');
    if (outcome.kind === 'taken') return { port, release: () => outcome.lock.release() };
    if (tries === mostTries) return { port, release: () => undefined };
  }
}

async function fixedPort(service: string, wanted: number): Promise<number> {
  const holders = listenersOn(wanted);
  if (holders.length > 0) throw new ServiceFailure(portTaken(service, wanted, holders));
  const refusal = await refusalToListen(host, wanted);
  if (refusal === null) return wanted;
  if (refusal.code === 'EADDRINUSE') {
    // Connections of the server before hold its port for a minute after they ended; whether they are in the way of this one,
    // it alone knows.
    if (knowsAllListeners) return wanted;
    throw new ServiceFailure(portTaken(service, wanted, []));
  }
  throw new ServiceFailure(portDenied(service, wanted, refusal.message));
}

/** The name of the lock by which runs keep out of each other's ports. */
export function portLock(port: number): string {
  return `port-${port}`;
}

/** The threads of a process that was just ended close its sockets one after the other. */
const closingMs = 1000;
const pollMs = 20;

/** Who holds the port of a service whose processes have ended; nobody, where all is well. */
export async function holdersOf(port: number): Promise<readonly Listener[]> {
  const until = now() + closingMs;
  let holders = listenersOn(port);
  while (holders.length > 0 && now() < until) {
    await pause(pollMs);
    holders = listenersOn(port);
  }
  return holders;
}
