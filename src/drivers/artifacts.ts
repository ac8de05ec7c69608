// Whole outputs on disk, beside the results that show only their beginning. No text here is longer than the limit; sound is
// bounded where it is received, since a cut would make it another sound.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../system/path-error.ts';

export const artifactLimitBytes = 50 * 1024 * 1024;
/** What a result itself shows of an output. */
export const shownCharacters = 2000;

/**
 * Writes `content`, which must be free of secrets; `omitted` characters came after it and were not kept. Gives the path
 * relative to the run folder.
 */
export async function writeArtifact(
  runDirectory: string,
  name: string,
  content: string | Uint8Array,
  omitted = 0,
): Promise<string> {
  await mkdir(join(runDirectory, 'artifacts'), { recursive: true });
  const bytes = typeof content === 'string' ? bounded(content, omitted) : content;
  for (const path of pathsFor(name)) {
    try {
      await writeFile(join(runDirectory, path), bytes, { flag: 'wx' });
      return path;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
  }
  throw new Error('names never end');
}

/**
 * `artifacts/name.txt`, and where that is there, `artifacts/name-2.txt` and so on: ids that differ only in what a file name
 * cannot hold must not take each other's outputs.
 */
function* pathsFor(name: string): Generator<string> {
  yield `artifacts/${name}`;
  const end = name.lastIndexOf('.');
  for (let number = 2; ; number += 1) yield `artifacts/${name.slice(0, end)}-${number}${name.slice(end)}`;
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
