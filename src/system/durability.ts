// How much of what was written is on the disk, for a machine that loses its power. The end of this process loses nothing
// either way: what was written is with the operating system.
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { systemCode } from './path-error.ts';

export const durabilities = ['fsync', 'os'] as const;
/** `fsync`: on the disk before anybody hears of it; `os`: whenever the operating system sees fit. */
export type Durability = (typeof durabilities)[number];

export function syncFile(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The names in a folder, where its file system and its permissions let us ask for that. */
export function syncFolder(path: string): void {
  try {
    syncFile(path);
  } catch (error) {
    if (!['EINVAL', 'EACCES', 'EPERM'].includes(systemCode(error) ?? '')) throw error;
  }
}
