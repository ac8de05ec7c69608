// Whole outputs on disk, beside the results that show only their beginning. No text here is longer than the limit; sound is
// bounded where it is received, since a cut would make it another sound.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const artifactLimitBytes = 50 * 1024 * 1024;
/** What a result itself shows of an output. */
export const shownCharacters = 2000;

/** Writes `content`, which must be free of secrets; gives the path relative to the run folder. */
export async function writeArtifact(runDirectory: string, name: string, content: string | Uint8Array): Promise<string> {
  const path = `artifacts/${name}`;
  await mkdir(join(runDirectory, 'artifacts'), { recursive: true });
  await writeFile(join(runDirectory, path), typeof content === 'string' ? bounded(content) : content);
  return path;
}

function bounded(text: string): string | Buffer {
  if (text.length * 3 <= artifactLimitBytes) return text;
  const bytes = Buffer.from(text);
  if (bytes.length <= artifactLimitBytes) return bytes;
  const note = Buffer.from(cutNote(bytes.length));
  return Buffer.concat([bytes.subarray(0, endOfCharacter(bytes, artifactLimitBytes - note.length)), note]);
}

/** The last line of a file that was cut. */
export function cutNote(bytes: number): string {
  return `\n[cut at 50 MiB; the whole output had ${bytes} bytes]\n`;
}

/** The largest end up to `limit` that does not split a UTF-8 character. */
export function endOfCharacter(bytes: Uint8Array, limit: number): number {
  let end = Math.min(limit, bytes.length);
  while (end > 0 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}
