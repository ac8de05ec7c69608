// A recording as it is on disk, read before anything is timed.
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { formatInWords } from './sample-format.ts';
import { emptyRecording, tooLongRecording } from './sentences.ts';
import { readWav } from './wav.ts';

export interface Recording {
  /** Some servers tell the format by its end. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** Counted from the samples; null where they cannot be read. */
  readonly seconds: number | null;
  /** For example `s16 16000 Hz mono`; null where it is not known. */
  readonly format: string | null;
}

/** What a recording cannot be used for is a sentence. */
export class RecordingError extends Error {}

const largestRecordingBytes = 512 * 1024 * 1024;

export async function readRecording(path: string): Promise<Recording> {
  const fileName = basename(path);
  const { size } = await stat(path);
  if (size > largestRecordingBytes) throw new RecordingError(tooLongRecording(fileName, size));
  const bytes = await readFile(path);
  if (bytes.length === 0) throw new RecordingError(emptyRecording(fileName));
  const wav = readWav(bytes);
  if (wav.kind !== 'sound') return { fileName, bytes, seconds: null, format: null };
  return { fileName, bytes, seconds: wav.seconds, format: formatInWords(wav.format) };
}
