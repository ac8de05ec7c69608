// What the commands about runs over time share: where runs are, how they are opened, how they answer.
import { resolve } from 'node:path';
import { jsonText, plainText } from '../domain/text.ts';
import type { HistoryStore } from '../history/history-store.ts';
import { openHistory } from '../history/open-history.ts';
import type { Terminal } from './terminal.ts';

export interface HistoryPlace extends Terminal {
  readonly logsDir: string;
  readonly json: boolean;
}

export async function withHistory<T>(
  { logsDir }: Pick<HistoryPlace, 'logsDir'>,
  work: (store: HistoryStore) => Promise<T>,
): Promise<T> {
  const store = await openHistory({ logsDirectory: logsDir, tell: tellOnStderr });
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

/** Not on stdout, which may be read by a program. */
export function tellOnStderr(line: string): void {
  process.stderr.write(`${plainText(line)}\n`);
}

export function writeJson({ write }: Pick<Terminal, 'write'>, value: unknown): void {
  write(`${jsonText(value, 2)}\n`);
}

export function noRuns({ logsDir }: Pick<HistoryPlace, 'logsDir'>): string {
  return `there are no runs in ${plainText(resolve(logsDir))}; --logs-dir DIR says where they are\n`;
}
