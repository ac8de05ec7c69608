// Reads the texts of a small zip file, to look at the parts of a workbook as they were written.
import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';

const centralSignature = 0x02014b50;
const endSignature = 0x06054b50;

/** By path, without a leading slash. */
export async function zipEntries(path: string): Promise<Map<string, string>> {
  const zip = await readFile(path);
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end === -1 || zip.readUInt32LE(end) !== endSignature) throw new Error(`${path} is not a zip file`);
  const entries = new Map<string, string>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== centralSignature) throw new Error(`${path} is damaged`);
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    entries.set(name.replace(/^\//, ''), entryText(zip, at));
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

function entryText(zip: Buffer, central: number): string {
  const compressed = zip.readUInt16LE(central + 10) === 8;
  const size = zip.readUInt32LE(central + 20);
  const local = zip.readUInt32LE(central + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(start, start + size);
  return (compressed ? inflateRawSync(bytes) : bytes).toString('utf8');
}
