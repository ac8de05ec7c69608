// The end of a file of lines whose writer may have been killed in the middle of one.
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

const chunkBytes = 64 * 1024;
const lineFeed = 0x0a;

/**
 * Makes the file end with a line feed again. A last line that `isWhole` keeps gets the one that it lacks; any other is cut off.
 * Gives the number of bytes that went.
 */
export function mendLastLine(path: string, isWhole: (line: string) => boolean): number {
  const descriptor = openSync(path, 'r+');
  try {
    const { size } = fstatSync(descriptor);
    const from = endOfLines(descriptor, size);
    if (from === size) return 0;
    const line = Buffer.alloc(size - from);
    readSync(descriptor, line, 0, line.length, from);
    if (isWhole(line.toString('utf8'))) {
      writeSync(descriptor, '\n', size);
      return 0;
    }
    ftruncateSync(descriptor, from);
    return size - from;
  } finally {
    closeSync(descriptor);
  }
}

/** Where the last line begins that has no line feed. */
function endOfLines(descriptor: number, size: number): number {
  const chunk = Buffer.alloc(chunkBytes);
  for (let end = size; end > 0; end -= chunkBytes) {
    const from = Math.max(0, end - chunkBytes);
    readSync(descriptor, chunk, 0, end - from, from);
    const found = chunk.subarray(0, end - from).lastIndexOf(lineFeed);
    if (found >= 0) return from + found + 1;
  }
  return 0;
}
