// Reads big text files in pieces: a line or an array item at a time, so that memory depends on the largest piece and
// never on the file. All bytes that matter here are ASCII, so pieces are cut before they are decoded.
import { createReadStream } from 'node:fs';

/** A single line or item above this is refused. */
export const largestPieceBytes = 32 * 1024 * 1024;

export interface Line {
  /** Counts from 1, where the reading began. */
  readonly number: number;
  /** Null where it is longer than `largestPieceBytes`. */
  readonly text: string | null;
  /** False for a last line without its line feed. */
  readonly complete: boolean;
  /** The first byte behind it, line feed included, from the beginning of the file. */
  readonly end: number;
}

/** The lines of a file from a byte on, at which a line begins; empty ones included. */
export async function* readLines(path: string, start = 0): AsyncGenerator<Line> {
  const piece = new Piece();
  let number = 1;
  let read = start;
  for await (const bytes of chunks(path, start)) {
    let from = 0;
    for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, from)) {
      piece.add(bytes.subarray(from, end));
      from = end + 1;
      yield { number, text: piece.take(), complete: true, end: read + from };
      number += 1;
    }
    piece.add(bytes.subarray(from));
    read += bytes.length;
  }
  if (!piece.empty) yield { number, text: piece.take(), complete: false, end: read };
}

/** The file is not one JSON array; what came before the break was yielded. */
export class BrokenArrayError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BrokenArrayError';
  }
}

/** The JSON texts of the items of the array in a file, whatever its layout. */
export async function* readArrayItems(path: string): AsyncGenerator<string> {
  const scanner = new ArrayScanner();
  for await (const bytes of chunks(path)) {
    for (const item of scanner.scan(bytes)) yield item;
  }
  if (!scanner.closed) throw new BrokenArrayError(scanner.opened ? 'it ends in the middle' : 'it is empty');
}

async function* chunks(path: string, start = 0): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path, { start, highWaterMark: 256 * 1024 })) {
    if (Buffer.isBuffer(chunk)) yield chunk;
  }
}

/** Bytes of a line or an item that may arrive in several chunks. */
class Piece {
  #parts: Buffer[] = [];
  #bytes = 0;

  get empty(): boolean {
    return this.#bytes === 0;
  }

  add(bytes: Buffer): void {
    this.#bytes += bytes.length;
    if (this.#bytes > largestPieceBytes) this.#parts = [];
    else if (bytes.length > 0) this.#parts.push(bytes);
  }

  /** The text so far, and a fresh start; null where it was too long. */
  take(): string | null {
    const text = this.#bytes > largestPieceBytes ? null : Buffer.concat(this.#parts).toString('utf8');
    this.#parts = [];
    this.#bytes = 0;
    return text;
  }
}

/** Finds where items begin and end by brackets and quotes alone; whether an item is JSON is for its reader to find. */
class ArrayScanner {
  opened = false;
  closed = false;
  readonly #piece = new Piece();
  #depth = 0;
  #quoted = false;
  #escaped = false;

  *scan(bytes: Buffer): Generator<string> {
    let from = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (this.#quoted) this.#insideString(byte);
      else if (this.#depth === 0) {
        this.#outside(byte);
        from = at + 1;
      } else if (byte === quote) this.#quoted = true;
      else if (byte === openBrace || byte === openBracket) this.#depth += 1;
      else if (byte === closeBrace || byte === closeBracket || byte === comma) {
        if (byte !== comma) this.#depth -= 1;
        if (this.#depth > 1 || (this.#depth === 1 && byte !== comma)) continue;
        this.#piece.add(bytes.subarray(from, at));
        from = at + 1;
        yield* this.#item(byte === comma);
      }
    }
    if (this.#depth > 0) this.#piece.add(bytes.subarray(from));
  }

  #insideString(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === backslash) this.#escaped = true;
    else if (byte === quote) this.#quoted = false;
  }

  #outside(byte: number): void {
    if (isSpace(byte)) return;
    if (this.opened || byte !== openBracket) throw new BrokenArrayError('it is not one JSON array');
    this.opened = true;
    this.#depth = 1;
  }

  *#item(more: boolean): Generator<string> {
    if (!more) this.closed = true;
    const text = this.#piece.take();
    if (text === null) throw new BrokenArrayError(`it holds an item of more than ${largestPieceBytes} bytes`);
    const item = text.trim();
    if (item !== '') yield item;
    else if (more) throw new BrokenArrayError('it holds an empty item');
  }
}

const lineFeed = 0x0a;
const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
