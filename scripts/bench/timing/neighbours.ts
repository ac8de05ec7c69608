// Processes that do nothing but keep a core busy, for as long as this one lives.
import { spawn } from 'node:child_process';

const spin = 'const parent = process.ppid; while (process.ppid === parent);';

export async function withBusyNeighbours<T>(count: number, work: () => Promise<T>): Promise<T> {
  const neighbours = Array.from({ length: count }, () => spawn(process.execPath, ['-e', spin], { stdio: 'ignore' }));
  try {
    return await work();
  } finally {
    for (const neighbour of neighbours) neighbour.kill('SIGKILL');
  }
}
