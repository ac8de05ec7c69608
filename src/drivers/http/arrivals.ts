// When the packet came that is being read. A body is handed out by the chunks of HTTP, and one packet can hold many of them:
// timed one by one they would seem to come as fast as they are read, microseconds apart.
import type { IncomingMessage } from 'node:http';

/** Monotonic milliseconds; to be called as soon as an answer begins. */
export function arrivals(response: IncomingMessage): () => number {
  const { socket } = response;
  let at = performance.now();
  const stamp = (): void => {
    at = performance.now();
  };
  socket.prependListener('data', stamp);
  response.once('close', () => socket.off('data', stamp));
  return () => at;
}
