// A lock that the system itself lets go of when its holder ends, however it ends: an address that only one process can listen
// on. Whoever is refused is told by the holder who it is.
import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface NamedLock {
  release(): void;
}

export type LockOutcome =
  | { readonly kind: 'taken'; readonly lock: NamedLock }
  /** `said` is what its holder says of itself; empty where it does not answer. */
  | { readonly kind: 'held'; readonly said: string };

const answerMs = 1000;
const longestAnswer = 4096;

/** `name` is made of plain characters; `describe` is what others are told, on Linux those of other users as well. */
export async function takeLock(name: string, describe: () => string): Promise<LockOutcome> {
  const address = addressOf(name);
  const server = createServer((socket) => {
    socket.on('error', () => undefined); // whoever asked has gone
    socket.end(describe());
  });
  for (let attempt = 0; ; attempt += 1) {
    if (await listens(server, address)) {
      server.unref();
      return { kind: 'taken', lock: { release: () => void server.close() } };
    }
    const said = await ask(address);
    if (said !== null || attempt > 0) return { kind: 'held', said: said ?? '' };
    // Nobody listens there: on Linux its holder ended just now, elsewhere it may have left its file behind.
    if (process.platform !== 'linux') rmSync(address, { force: true });
  }
}

/** What its holder says of itself; null where nobody holds it. */
export function holderOf(name: string): Promise<string | null> {
  return ask(addressOf(name));
}

/** Linux has addresses that are no files, that belong to all users, and that are gone with whoever listened on them. */
function addressOf(name: string): string {
  if (process.platform === 'linux') return `\0flightdeck-${name}`;
  return join(tmpdir(), `flightdeck-${process.getuid?.() ?? 0}-${name}.lock`);
}

function listens(server: Server, address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', refused);
    server.listen(address, () => {
      server.off('error', refused);
      resolve(true);
    });
  });
}

/** Null where nobody listens. */
function ask(address: string): Promise<string | null> {
  return new Promise((resolve) => {
    let said = '';
    let connected = false;
    const socket = connect(address);
    const settle = (): void => {
      socket.destroy();
      resolve(connected ? said : null);
    };
    socket.setEncoding('utf8').setTimeout(answerMs, settle);
    socket.on('connect', () => {
      connected = true;
    });
    socket.on('data', (text: string) => {
      said = (said + text).slice(0, longestAnswer);
    });
    socket.on('end', settle);
    socket.on('error', settle);
  });
}
