// Who listens on a TCP port of this machine. That the owner is not known (another user's process, another network
// namespace) is a real answer.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { listProcesses, nameOf } from './processes.ts';

export interface Listener {
  /** Null where it may not be known. */
  readonly pid: number | null;
  readonly name: string | null;
}

/** macOS does not show the listeners of other users. */
export const knowsAllListeners = process.platform !== 'darwin';

/** Those that a connection to 127.0.0.1 reaches: the most specific address that is listened on wins. */
export function listenersOn(port: number): readonly Listener[] {
  return process.platform === 'darwin' ? listenersByLsof(port) : listenersByProc(port);
}

/** The ports on which a process takes connections to 127.0.0.1; empty also where that may not be known. */
export function portsOf(pid: number): readonly number[] {
  return process.platform === 'darwin' ? portsByLsof(pid) : portsByProc(pid);
}

interface ListeningSocket {
  readonly port: number;
  /** 0 = loopback itself, 1 = every IPv4 address, 2 = every address. */
  readonly rank: number;
  readonly inode: string;
}

/** As /proc writes them: four bytes at a time, each four in the order of this machine. */
const reachable = ['0100007F', '00000000', '0000000000000000FFFF00000100007F', '0'.repeat(32)];

/** Those of one port, or of all. */
export function parseListening(table: string, port: number | null): readonly ListeningSocket[] {
  const sockets: ListeningSocket[] = [];
  for (const line of table.split('\n').slice(1)) {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    const [address, hexPort] = (local ?? '').split(':');
    const found = Number.parseInt(hexPort ?? '', 16);
    if (state !== '0A' || inode === undefined || (port !== null && found !== port)) continue;
    const place = reachable.indexOf(address ?? '');
    if (place >= 0) sockets.push({ port: found, rank: place === 3 ? 2 : place % 2, inode });
  }
  return sockets;
}

function listenersByProc(port: number): readonly Listener[] {
  const sockets = listeningSockets(port);
  const rank = Math.min(...sockets.map((socket) => socket.rank));
  const inodes = new Set(sockets.filter((socket) => socket.rank === rank).map(({ inode }) => inode));
  if (inodes.size === 0) return [];
  const owners = listProcesses().filter(({ pid }) => holdsSocket(pid, inodes));
  if (owners.length === 0) return [{ pid: null, name: null }];
  return owners.map(({ pid }) => ({ pid, name: nameOf(pid) }));
}

function portsByProc(pid: number): readonly number[] {
  const sockets = listeningSockets(null);
  return [...new Set(sockets.filter(({ inode }) => holdsSocket(pid, new Set([inode]))).map(({ port }) => port))];
}

function listeningSockets(port: number | null): readonly ListeningSocket[] {
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => parseListening(readTable(file), port));
}

function readTable(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // no IPv6 on this machine
  }
}

function holdsSocket(pid: number, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => {
      const inode = /^socket:\[(\d+)\]$/.exec(linkTarget(`/proc/${pid}/fd/${descriptor}`))?.[1];
      return inode !== undefined && inodes.has(inode);
    });
  } catch {
    return false; // it belongs to somebody else, or has ended
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed meanwhile
  }
}

function listenersByLsof(port: number): readonly Listener[] {
  const pids = lsof(`-iTCP:${port}`, '-sTCP:LISTEN', '-t').filter(Boolean).map(Number);
  return pids.map((pid) => ({ pid, name: nameOf(pid) }));
}

function portsByLsof(pid: number): readonly number[] {
  const names = lsof('-a', '-p', String(pid), '-iTCP', '-sTCP:LISTEN', '-Fn');
  return [...new Set(names.flatMap((name) => /^n.*:(\d+)$/.exec(name)?.[1] ?? []).map(Number))];
}

function lsof(...args: readonly string[]): readonly string[] {
  try {
    return execFileSync('lsof', ['-nP', ...args], {
      encoding: 'utf8',
      timeout: 5000,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).split('\n');
  } catch {
    return []; // `lsof` exits with 1 when nobody listens
  }
}
