// Follows a log that another program writes, line by line and in small parts, however large the log becomes.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

export interface LineReader {
  /** Lines that were completed since the last call; a program can print faster than anybody reads, and what is more waits. */
  next(): readonly string[];
  /** The last call left something for the next one. */
  readonly isBehind: boolean;
}

const chunkBytes = 256 * 1024;
/** Of one call: what it reads, and what it turns into lines, which takes longer. */
const mostRead = 64 * 1024 * 1024;
const mostText = 1024 * 1024;
/** Nobody prints as much between two looks but by mistake: then the end tells more than what comes next. */
const mostBehind = 256 * 1024 * 1024;
const longestLine = 16 * 1024;
const lineFeed = 0x0a;

/** A line counts once its line feed is there, and is cut where it is longer than 16 KiB. */
export function followLines(path: string): LineReader {
  return new LineFollower(path);
}

class LineFollower implements LineReader {
  isBehind = false;
  readonly #path: string;
  #position = 0;
  /** The beginning of a line without its line feed. */
  #rest = Buffer.alloc(0);

  constructor(path: string) {
    this.#path = path;
  }

  next(): readonly string[] {
    let descriptor: number;
    try {
      descriptor = openSync(this.#path, 'r');
    } catch {
      return []; // removed by somebody
    }
    try {
      return this.#readFrom(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  #readFrom(descriptor: number): readonly string[] {
    this.#catchUp(fstatSync(descriptor).size);
    const lines: string[] = [];
    const chunk = Buffer.allocUnsafe(chunkBytes);
    let [read, text] = [0, 0];
    while (read < mostRead && text < mostText) {
      const count = readSync(descriptor, chunk, 0, chunkBytes, this.#position);
      if (count === 0) {
        this.isBehind = false;
        return lines;
      }
      read += count;
      this.#position += count;
      text += this.#take(chunk.subarray(0, count), lines);
    }
    this.isBehind = true;
    return lines;
  }

  #catchUp(size: number): void {
    if (size - this.#position <= mostBehind) return;
    this.#position = size - mostRead;
    this.#rest = Buffer.alloc(0);
  }

  /** Gives how many bytes of it became lines. */
  #take(chunk: Buffer, lines: string[]): number {
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, from)) {
      this.#keep(chunk.subarray(from, end));
      lines.push(new StringDecoder('utf8').write(this.#rest).replace(/\r$/, ''));
      this.#rest = Buffer.alloc(0);
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
    return from;
  }

  #keep(bytes: Buffer): void {
    const room = longestLine - this.#rest.length;
    if (room > 0 && bytes.length > 0) this.#rest = Buffer.concat([this.#rest, bytes.subarray(0, room)]);
  }
}
