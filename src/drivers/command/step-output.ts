// The outputs of a step: files from its first byte on, so that nothing is lost and nothing is held in memory while it runs.
// Afterwards they are freed of secrets and bounded, and a result shows their beginning and end.
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { open, rm, stat, truncate, writeFile } from 'node:fs/promises';
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
  return { path, descriptor: openSync(join(runDirectory, path), 'w') };
}

export interface SettledOutput {
  /** What the step wrote, whole up to the limit. */
  readonly raw: string;
  /** The same without secrets. */
  readonly clean: string;
}

/** Nobody may write any more. */
export async function settleOutput(
  runDirectory: string,
  { path, descriptor }: OutputFile,
  redact: (text: string) => string,
): Promise<SettledOutput> {
  closeSync(descriptor);
  const file = join(runDirectory, path);
  const { bytes, size } = await firstBytes(file, artifactLimitBytes + beyondLimit);
  const raw = bytes.toString();
  const clean = redact(raw);
  if (clean !== raw) await writeFile(file, clean);
  const length = clean === raw ? size : Buffer.byteLength(clean);
  if (length > artifactLimitBytes) {
    await truncate(file, endOfCharacter(bytes, artifactLimitBytes));
    await writeFile(file, cutNote(size), { flag: 'a' });
  }
  return { raw, clean };
}

export async function removeOutput(runDirectory: string, { path }: OutputFile): Promise<void> {
  await rm(join(runDirectory, path));
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
    return { kind: 'text', text: (await firstBytes(file, artifactLimitBytes)).bytes.toString() };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    if (code === '') throw error;
    return { kind: 'closed', why: `cannot be read (${code})` };
  }
}

async function firstBytes(file: string, limit: number): Promise<{ readonly bytes: Buffer; readonly size: number }> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(size, limit));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return { bytes: buffer.subarray(0, bytesRead), size };
  } finally {
    await handle.close();
  }
}
