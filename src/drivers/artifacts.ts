// Whole outputs on disk, beside the results that show only their beginning. No text here is longer than the limit; sound is
// bounded where it is received, since a cut would make it another sound.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../system/replace-file.ts';

export const artifactLimitBytes = 50 * 1024 * 1024;
/** What a result itself shows of an output. */
export const shownCharacters = 2000;

/** The files of one trial, each whole or not there. What they cost is no part of the trial. */
export class Artifacts {
  readonly #runDirectory: string;
  #spentMs = 0;

  constructor(runDirectory: string) {
    this.#runDirectory = runDirectory;
  }

  /** Time that went into writing. */
  get spentMs(): number {
    return this.#spentMs;
  }

  /**
   * Writes `content`, which must be free of secrets; `omitted` characters came after it and were not kept. Gives the path
   * relative to the run folder.
   */
  write(name: string, content: string | Uint8Array, omitted = 0): string {
    const from = performance.now();
    try {
      const folder = artifactsFolder(this.#runDirectory);
      const file = freeName(folder, name);
      // What is named in a result is brought to the disk before the result is announced.
      replaceFile(join(folder, file), typeof content === 'string' ? bounded(content, omitted) : content, 'os');
      return `artifacts/${file}`;
    } finally {
      this.#spentMs += performance.now() - from;
    }
  }
}

/** Absolute. A step may have removed it; a run folder that was removed stays removed. */
export function artifactsFolder(runDirectory: string): string {
  const folder = join(runDirectory, 'artifacts');
  if (!existsSync(folder)) mkdirSync(folder);
  return folder;
}

/**
 * `name.txt`, and where that is there, `name-2.txt` and so on: ids that differ only in what a file name cannot hold must not
 * take each other's outputs. One trial writes at a time.
 */
function freeName(folder: string, name: string): string {
  if (!existsSync(join(folder, name))) return name;
  const end = name.lastIndexOf('.');
  for (let number = 2; ; number += 1) {
    const numbered = `${name.slice(0, end)}-${number}${name.slice(end)}`;
    if (!existsSync(join(folder, numbered))) return numbered;
  }
}

function bounded(text: string, omitted: number): string | Buffer {
  if (text.length * 3 <= artifactLimitBytes) return text;
  const bytes = Buffer.from(text);
  if (bytes.length <= artifactLimitBytes && omitted === 0) return bytes;
  const note = Buffer.from(cutNote(bytes.length, omitted));
  return Buffer.concat([bytes.subarray(0, endOfCharacter(bytes, artifactLimitBytes - note.length)), note]);
}

/** The last line of a file that was cut. */
export function cutNote(bytes: number, omitted = 0): string {
  const more = omitted === 0 ? '' : ` and ${omitted} characters more, which were not kept`;
  return `\n[cut at 50 MiB; the whole output had ${bytes} bytes${more}]\n`;
}

/** The largest end up to `limit` that does not split a UTF-8 character. */
export function endOfCharacter(bytes: Uint8Array, limit: number): number {
  let end = Math.min(limit, bytes.length);
  while (end > 0 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}
