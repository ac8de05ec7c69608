// The outputs of a step: files from its first byte on, so that nothing is lost and nothing is held in memory while it runs.
// Afterwards they are freed of secrets and bounded, and a result shows their beginning and end.
import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FileContent } from '../../checks/evidence.ts';
import { artifactLimitBytes, cutNote, endOfCharacter, shownCharacters } from '../artifacts.ts';

export interface OutputFile {
  /** Relative to the run folder. */
  readonly path: string;
  readonly descriptor: number;
}

/** Secrets longer than this could be split by the limit. */
const beyondLimit = 64 * 1024;

export function openOutput(runDirectory: string, name: string): OutputFile {
  const path = `artifacts/${name}`;
  mkdirSync(join(runDirectory, 'artifacts'), { recursive: true });
  return { path, descriptor: openSync(join(runDirectory, path), 'w+') };
}

export interface SettledOutput {
  /** What the step wrote, whole up to the limit. */
  readonly raw: string;
  /** The same without secrets. */
  readonly clean: string;
}

/** Nobody may write any more. The descriptor is closed; the file may have been removed by the step itself. */
export function settleOutput({ descriptor }: OutputFile, redact: (text: string) => string): SettledOutput {
  try {
    const { size } = fstatSync(descriptor);
    const bytes = firstBytes(descriptor, Math.min(size, artifactLimitBytes + beyondLimit));
    const raw = bytes.toString();
    const clean = redact(raw);
    const kept = clean === raw ? bytes : Buffer.from(clean);
    if (clean !== raw) rewrite(descriptor, kept);
    if (size > artifactLimitBytes) {
      const end = endOfCharacter(kept, artifactLimitBytes);
      ftruncateSync(descriptor, end);
      writeSync(descriptor, cutNote(size), end);
    }
    return { raw, clean };
  } finally {
    closeSync(descriptor);
  }
}

export function removeOutput(runDirectory: string, { path }: OutputFile): void {
  rmSync(join(runDirectory, path), { force: true });
}

function firstBytes(descriptor: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const read = readSync(descriptor, buffer, filled, length - filled, filled);
    if (read === 0) break;
    filled += read;
  }
  return buffer.subarray(0, filled);
}

function rewrite(descriptor: number, bytes: Buffer): void {
  ftruncateSync(descriptor, 0);
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(descriptor, bytes, written, bytes.length - written, written);
  }
}

/** At most 2,000 characters: where it is longer, the first and the last of them. */
export function headAndTail(text: string): string {
  if (text.length <= shownCharacters) return text;
  const room = shownCharacters - 60;
  const head = text.slice(0, wholeCharacters(text, Math.floor(room / 3)));
  const tail = text.slice(wholeCharacters(text, text.length - (room - head.length)));
  return `${head}\n[… ${text.length - head.length - tail.length} characters left out …]\n${tail}`;
}

/** An index near `index` that is not inside a surrogate pair. */
function wholeCharacters(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff ? index - 1 : index;
}

/** A file that a check names, relative to the step's working directory. */
export async function readTarget(cwd: string, path: string): Promise<FileContent> {
  const file = resolve(cwd, path);
  try {
    const found = await stat(file);
    if (found.isDirectory()) return { kind: 'closed', why: 'is a directory' };
    if (!found.isFile()) return { kind: 'closed', why: 'is not a regular file' };
    if (found.size > artifactLimitBytes) return { kind: 'closed', why: 'is larger than 50 MiB and was not read' };
    return { kind: 'text', text: await readFile(file, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    if (code === '') throw error;
    return { kind: 'closed', why: `cannot be read (${code})` };
  }
}
