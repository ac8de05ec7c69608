// Ids of rows that bear none: the same row has the same id for as long as its content stays, wherever it stands.
import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import { Written } from '../written.ts';
import type { DataRow } from './data-table.ts';

const usualDigits = 8;

/** By row. Where different rows share their first digits, more are taken for both. */
export function idsFromContent(name: string, rows: readonly DataRow[]): readonly string[] {
  const stem = basename(name, extname(name)).replace(/[^\p{L}\p{N}._-]+/gu, '-');
  const hashes = rows.map(hashOf);
  const byStart = new Map<string, Set<string>>();
  for (const hash of hashes) {
    const start = hash.slice(0, usualDigits);
    byStart.set(start, (byStart.get(start) ?? new Set()).add(hash));
  }
  return hashes.map((hash) => {
    const start = hash.slice(0, usualDigits);
    return `${stem}-${(byStart.get(start)?.size ?? 1) > 1 ? hash.slice(0, 2 * usualDigits) : start}`;
  });
}

/** The order of the columns does not count. */
function hashOf(row: DataRow): string {
  const cells = [...row].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify(cells, (_key, item: unknown) => (item instanceof Written ? item.source : item));
  return createHash('sha256').update(text).digest('hex');
}
