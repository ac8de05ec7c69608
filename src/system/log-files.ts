// Log files of other programs: made here, written by them through a descriptor, and read back in small parts.
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cut, plainText } from '../domain/text.ts';
import { pathError, systemCode } from './path-error.ts';

export interface LogFile {
  /** Within its directory. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** Open for appending. */
  readonly descriptor: number;
  close(): void;
}

/** Creates `STEM.log`, or `STEM_2.log` and so on where that is there already. Throws a PathError. */
export function createLogFile(directory: string, stem: string): LogFile {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${stem}.log` : `${stem}_${number}.log`;
    const path = join(directory, name);
    try {
      const descriptor = openSync(path, 'ax', 0o644);
      return { name, path, descriptor, close: () => closeSync(descriptor) };
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw pathError(error, path);
    }
  }
}

/** In bytes; null when the file is gone, or is none that we can look at. */
export function fileSize(path: string): number | null {
  try {
    return statSync(path).size;
  } catch {
    return null; // a server may call any text a path
  }
}

/**
 * Up to `count` lines that the end of a log consists of, oldest first, in plain text. A stack trace is stood for by its error, a progress
 * bar that overwrites itself by what it last showed, and a line that repeats itself by one.
 */
export function lastLines(path: string, count: number): readonly string[] {
  const lines = endingLines(path, 8192)
    .map((line) => line.split('\r').map(plainText).findLast(isTelling) ?? '')
    .filter(isTelling);
  const last = lines.at(-1)?.trim();
  if (last === undefined) return [];
  if (/^(at |[\]})]+;?$|Node\.js v\d)/.test(last)) {
    const error = lines.findLast((line) => /^(Uncaught )?\w*(Error|Exception)\b.*:/.test(line));
    return [error?.trim() ?? last];
  }
  // What is indented, perhaps behind the name of a process, continues something; alone it says nothing.
  const telling = lines.slice(0, -1).filter((line) => !/^(\([^()]* pid=\d+\) )?(\s|Traceback \()/.test(line));
  const distinct = [...telling, last].filter((line, index, all) => line !== all[index - 1]);
  return distinct.slice(-count).map((line) => line.trim());
}

function isTelling(text: string): boolean {
  return text.trim() !== '';
}

const longestLine = 16 * 1024;

/** The lines within the first `bytes` of a file, of each the first 16 KiB; an ellipsis stands where one was cut. */
export function firstLines(path: string, bytes: number): readonly string[] {
  const part = readPart(path, 0, bytes);
  if (part === null) return [];
  const isCut = part.length < (fileSize(path) ?? 0) && part.at(-1) !== lineFeed;
  return linesIn(isCut ? `${part.toString('utf8').replace(/\ufffd$/, '')}…` : part.toString('utf8'));
}

/** The same of the end of a file. */
export function endingLines(path: string, bytes: number): readonly string[] {
  const from = Math.max(0, (fileSize(path) ?? 0) - bytes);
  // One byte more tells whether a line begins there.
  const part = from === 0 ? readPart(path, 0, bytes) : readPart(path, from - 1, bytes + 1);
  if (part === null) return [];
  if (from === 0) return linesIn(part.toString('utf8'));
  if (part[0] === lineFeed) return linesIn(part.toString('utf8', 1));
  return linesIn(`…${part.toString('utf8', beginOfCharacter(part, 1))}`);
}

const lineFeed = 0x0a;

/** An index from `index` on that is not inside a character: its later bytes are no letters to whoever looks for a word here. */
function beginOfCharacter(bytes: Buffer, index: number): number {
  let begin = index;
  while (begin < index + 3 && ((bytes[begin] ?? 0) & 0xc0) === 0x80) begin += 1;
  return begin;
}

/** What is searched in a line can cost the square of its length. */
function linesIn(text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => cut(line, longestLine));
}

function readPart(path: string, position: number, bytes: number): Buffer | null {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return null; // removed by somebody: there is nothing to quote
  }
  try {
    const buffer = Buffer.alloc(Math.min(bytes, Math.max(0, fstatSync(descriptor).size - position)));
    return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, position));
  } finally {
    closeSync(descriptor);
  }
}
