// The end of a file of lines whose writer was killed: a last line without its line feed.
import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';

const chunkBytes = 64 * 1024;
const lineFeed = 0x0a;

/** Cuts off what stands behind the last line feed; gives the number of bytes. */
export function cutTornLine(path: string): number {
  const descriptor = openSync(path, 'r+');
  try {
    const { size } = fstatSync(descriptor);
    const end = endOfWholeLines(descriptor, size);
    if (end < size) ftruncateSync(descriptor, end);
    return size - end;
  } finally {
    closeSync(descriptor);
  }
}

function endOfWholeLines(descriptor: number, size: number): number {
  const chunk = Buffer.alloc(chunkBytes);
  for (let to = size; to > 0; ) {
    const from = Math.max(0, to - chunkBytes);
    const read = readSync(descriptor, chunk, 0, to - from, from);
    const found = chunk.subarray(0, read).lastIndexOf(lineFeed);
    if (found !== -1) return from + found + 1;
    to = from;
  }
  return 0;
}
