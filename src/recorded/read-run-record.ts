// run.json of a run folder. What is missing, damaged or too large is null, and said.
import { runRecordVersion } from '../domain/events.ts';
import type { FolderFiles } from './folder-files.ts';
import { refuseLaterVersion } from './format-version.ts';
import { type RunRecord, runRecordSchema } from './schemas/run-files.ts';
import { readSmallFile } from './small-file.ts';

export const runRecordName = 'run.json';

/** Throws a UserError for a version that is not known here; a record without one is of the first. */
export async function readRecord(
  directory: string,
  files: FolderFiles,
  warn: (warning: string) => void,
): Promise<RunRecord | null> {
  const text = await readSmallFile(directory, runRecordName, files, warn);
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    warn(`${runRecordName} is not JSON and is left out`);
    return null;
  }
  refuseLaterVersion(value, runRecordVersion, { name: runRecordName, kind: 'record' });
  const parsed = runRecordSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  warn(`${runRecordName} does not look like the record of a run and is left out`);
  return null;
}
