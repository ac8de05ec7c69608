// SHA-256 of a file, read piece by piece.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { systemCode } from './path-error.ts';

/** In hex; null for what is no regular file, is larger than `largestBytes` or cannot be read. */
export async function fileHash(path: string, largestBytes: number): Promise<string | null> {
  try {
    const status = await stat(path);
    if (!status.isFile() || status.size > largestBytes) return null;
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    return hash.digest('hex');
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return null;
  }
}
