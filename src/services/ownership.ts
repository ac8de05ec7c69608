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

/** Who else listens there; empty when it is one of `pids`, or when that cannot be determined. */
export function strangersOn(port: number, pids: readonly number[]): readonly Listener[] {
  const listeners = listenersOn(port);
  const undetermined = listeners.some(({ pid, name }) => pid === null || forwarders.has(name));
  const ours = listeners.some(({ pid }) => pid !== null && pids.includes(pid));
  return undetermined || ours ? [] : listeners;
}
