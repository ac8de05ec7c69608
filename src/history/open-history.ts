// Opens the history of a logs folder: the index is brought up to date, and made anew where it turns out to be damaged.
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { systemCode } from '../system/path-error.ts';
import { checkedFailureFilter, checkedRecordFilter, checkedText } from './filters.ts';
import type { HistoryStore } from './history-store.ts';
import { indexName, inodeOf, loadSqlite, openIndex, putAside, type Sqlite, unusable } from './index-file.ts';
import * as queries from './index-queries.ts';
import { Statements } from './statements.ts';
import { synchronise } from './synchronise.ts';

export interface HistoryOptions {
  /** Where the run folders are. */
  readonly logsDirectory: string;
  /** Gets a line about what takes long, what cannot be read, and an index that was made anew. */
  readonly tell?: (line: string) => void;
}

/** Throws a UserError where this Node has no SQLite, and where the folder cannot be listed. */
export async function openHistory({ logsDirectory, tell = () => undefined }: HistoryOptions): Promise<HistoryStore> {
  const directory = resolve(checkedText('openHistory', 'logsDirectory', logsDirectory));
  const sqlite = await loadSqlite();
  const index = new MendingIndex(sqlite, directory, tell);
  await index.ask(() => undefined);
  return {
    runs: () => index.ask(queries.runs),
    testIds: () => index.ask(queries.testIds),
    tests: async (reference) => {
      const text = checkedText('tests', 'reference', reference);
      return index.ask((statements) => queries.tests(statements, text));
    },
    groups: async (runId) => {
      const text = checkedText('groups', 'runId', runId);
      return index.ask((statements) => queries.groups(statements, text));
    },
    records: async (wanted) => {
      const filter = checkedRecordFilter(wanted);
      return index.ask((statements) => queries.records(statements, filter));
    },
    failures: async (wanted) => {
      const filter = checkedFailureFilter(wanted);
      return index.ask((statements) => queries.failures(statements, filter));
    },
    unresolved: async (runId) => {
      const text = checkedText('unresolved', 'runId', runId);
      return index.ask((statements) => queries.unresolved(statements, text));
    },
    close: () => index.close(),
  };
}

/** Forgets the index, so that the next one to open it reads all folders. Throws a UserError where that cannot be done. */
export function removeIndex(logsDirectory: string): void {
  const path = join(logsDirectory, indexName);
  try {
    for (const companion of ['', '-wal', '-shm']) rmSync(path + companion, { force: true });
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    throw new UserError('index', `the index ${path} cannot be removed: the system refuses it with ${code}`);
  }
}

class MendingIndex {
  readonly #sqlite: Sqlite;
  readonly #directory: string;
  readonly #tell: (line: string) => void;
  #statements: Statements | null = null;
  #inode: number | null = null;

  constructor(sqlite: Sqlite, directory: string, tell: (line: string) => void) {
    this.#sqlite = sqlite;
    this.#directory = directory;
    this.#tell = tell;
  }

  /** Damage shows only where it is read; what was not found out at the beginning may come out in any answer. */
  async ask<T>(question: (index: Statements) => T): Promise<T> {
    try {
      return question(await this.#current());
    } catch (error) {
      const why = unusable(error);
      if (why === null) throw error;
      this.close();
      putAside(join(this.#directory, indexName), this.#inode, why, this.#tell);
      return question(await this.#current());
    }
  }

  close(): void {
    this.#statements?.database.close();
    this.#statements = null;
  }

  async #current(): Promise<Statements> {
    if (this.#statements !== null) return this.#statements;
    const index = new Statements(openIndex(this.#sqlite, this.#directory, this.#tell));
    this.#inode = inodeOf(join(this.#directory, indexName));
    this.#statements = index;
    await synchronise({ index, logsDirectory: this.#directory, tell: this.#tell });
    return index;
  }
}
