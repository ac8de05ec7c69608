// A port for a service: a free one, or the one that the plan asks for. What holds a port is named, never ended.
import getPort from 'get-port';
import { now, pause } from '../system/clock.ts';
import { knowsAllListeners, type Listener, listenersOn } from '../system/listeners.ts';
import { refusalToListen } from '../system/tcp-probe.ts';
import { ServiceFailure } from './failure.ts';
import { portDenied, portTaken } from './sentences.ts';

export const host = '127.0.0.1';

export async function choosePort(service: string, wanted: number | 'auto'): Promise<number> {
  if (wanted === 'auto') return getPort({ host });
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
