// Proves that the server which answers is the one that was started: a stale server on the same port would be measured
// in its place without anybody noticing.
import { type Listener, listenersOn } from '../system/listeners.ts';

/** They hold ports for programs in containers, so whose port it is cannot be told from them. */
const forwarders: ReadonlySet<string | null> = new Set([
  'docker-proxy',
  'rootlessport',
  'rootlesskit',
  'slirp4netns',
  'pasta',
  'pasta.avx2',
  'gvproxy',
  'com.docker.backend',
]);

/** What answers on its port is not the process itself. */
export function isForwarder({ name }: Listener): boolean {
  return forwarders.has(name);
}

/**
 * Who listens there besides `pids`: some servers share their port, and then each gets a part of the requests. Empty where
 * that cannot be determined.
 */
export function strangersOn(port: number, pids: readonly number[]): readonly Listener[] {
  const listeners = listenersOn(port);
  const undetermined = listeners.some((listener) => listener.pid === null || isForwarder(listener));
  return undetermined ? [] : listeners.filter(({ pid }) => pid !== null && !pids.includes(pid));
}
