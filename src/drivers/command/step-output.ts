// The outputs of a step. While it runs they go to hidden partial files that only their owner can read, since they may hold
// secrets; the file under the output's own name is written from them, without secrets and bounded, when the step has ended.
// A runner that is killed leaves the partial files behind: `artifacts/.….part`.
import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FileContent } from '../../checks/evidence.ts';
import { artifactLimitBytes, artifactsFolder, cutNote, endOfCharacter, shownCharacters } from '../artifacts.ts';
import type { DriverContext } from '../driver-context.ts';

export interface OutputFile {
  readonly runDirectory: string;
  readonly name: string;
  /** Of the partial file. */
  readonly descriptor: number;
}

/** Secrets longer than this could be split by the limit. */
const beyondLimit = 64 * 1024;

export function openOutput(runDirectory: string, name: string): OutputFile {
  artifactsFolder(runDirectory);
  return { runDirectory, name, descriptor: openSync(partialFile({ runDirectory, name }), 'w+', 0o600) };
}

function partialFile({ runDirectory, name }: Pick<OutputFile, 'runDirectory' | 'name'>): string {
  return join(runDirectory, 'artifacts', `.${name}.part`);
}

export interface SettledOutput {
  /** What the step wrote, whole up to the limit. */
  readonly raw: string;
  /** The beginning and the end of it, without secrets. */
  readonly shown: string;
  /** The whole of it without secrets, up to the limit, relative to the run folder; null where `shown` is the whole. */
  readonly path: string | null;
}

export type SettlingPlace = Pick<DriverContext, 'redact' | 'artifacts'>;

/**
 * Of a step that has ended. What something that it left behind writes later goes nowhere: the partial file is gone, also
 * where this throws because the disk is full.
 */
export function settleOutput(output: OutputFile, { redact, artifacts }: SettlingPlace): SettledOutput {
  const { descriptor, name } = output;
  try {
    const { size } = fstatSync(descriptor);
    const bytes = firstBytes(descriptor, Math.min(size, artifactLimitBytes + beyondLimit));
    const raw = bytes.toString();
    const clean = redact(raw);
    const shown = headAndTail(clean);
    if (shown === clean && isUtf8(bytes)) return { raw, shown, path: null };
    const path = artifacts.write(name, wholeOf(clean === raw ? bytes : Buffer.from(clean), size));
    return { raw, shown, path };
  } finally {
    discardOutput(output);
  }
}

export function discardOutput(output: OutputFile): void {
  closeSync(output.descriptor);
  rmSync(partialFile(output), { force: true });
}

/** `size` is that of the whole output, in bytes. */
function wholeOf(bytes: Buffer, size: number): Buffer {
  if (size <= artifactLimitBytes) return bytes.subarray(0, endOfCharacter(bytes, artifactLimitBytes));
  return Buffer.concat([bytes.subarray(0, endOfCharacter(bytes, artifactLimitBytes)), Buffer.from(cutNote(size))]);
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

/** At most 2,000 characters: where it is longer, the first and the last of them. */
function headAndTail(text: string): string {
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
