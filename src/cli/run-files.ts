// Opens the files of a run folder and ties each to the projection that fills it.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exitCodes, UserError } from '../domain/errors.ts';
import type { Redactor } from '../domain/redaction.ts';
import type { TelemetrySample } from '../domain/samples.ts';
import type { Schedule } from '../domain/schedule.ts';
import { jsonText } from '../domain/text.ts';
import { type Continuation, selectedTests } from '../engine/continued-run.ts';
import type { Journal, Observer, RequiredWriter } from '../engine/recorder.ts';
import { createArtifactSync } from '../projections/artifact-sync.ts';
import { createDomainResults } from '../projections/domain-results.ts';
import { createJournal } from '../projections/journal.ts';
import { createProgressionLog } from '../projections/progression/progression-log.ts';
import { createRunRecord } from '../projections/run-record.ts';
import { createSystemInfo, type SystemSnapshot } from '../projections/system-info.ts';
import { type AppendFile, openAppendFile } from '../system/append-file.ts';
import { type Durability, syncFile, syncFolder } from '../system/durability.ts';
import { createJsonArrayFile } from '../system/json-array-file.ts';
import { systemCode, whyNotWritten } from '../system/path-error.ts';
import { replaceFile } from '../system/replace-file.ts';
import { requireRoom } from '../system/room.ts';
import { mendLastLine } from '../system/torn-line.ts';

export interface RunFiles {
  readonly journal: Journal;
  readonly required: readonly RequiredWriter[];
  readonly observers: readonly Observer[];
  onSample(sample: TelemetrySample): void;
  close(): void;
}

interface RunFileContents {
  readonly schedule: Schedule;
  readonly snapshot: SystemSnapshot;
  readonly redactor: Redactor;
  readonly durability: Durability;
  /** Null for a new run. */
  readonly continuation: Continuation | null;
}

/** With `fsync`, the snapshot and the names of the files are on the disk when this returns. */
export function openRunFiles(directory: string, contents: RunFileContents): RunFiles {
  try {
    const files = open(directory, contents);
    if (contents.durability === 'fsync') for (const folder of [directory, dirname(directory)]) syncFolder(folder);
    return files;
  } catch (error) {
    const why = whyNotWritten(error, join(directory, 'events.jsonl'));
    throw new UserError(
      'run-folder',
      `cannot write in the run folder ${directory}: ${why}; choose another place with --logs-dir DIR`,
      exitCodes.cannotGoOn,
    );
  }
}

function open(directory: string, contents: RunFileContents): RunFiles {
  const { schedule, snapshot, redactor, durability, continuation } = contents;
  const earlier = continuation?.recorded ?? null;
  const file = (name: string): string => join(directory, name);
  // What they are made of has gone through the redactor already: as text it could no longer be told what is what.
  const replace = (name: string, how: Durability) => (text: string) => replaceFile(file(name), text, how);
  const systemInfo = createSystemInfo(
    replace('system_info.yaml', durability),
    continuation?.system ?? JSON.parse(redactor.json(snapshot)),
    continuation?.services,
  );
  const journal = openAppendFile(file('events.jsonl'), durability);
  const progression = openLines(file('progression.log'));
  const telemetry = openLines(file('telemetry.jsonl'));
  const results = createDomainResults((domain) =>
    createJsonArrayFile(file(`${domain}.json`), earlier?.items.get(domain)),
  );
  // The journal may hold a result more than the file of its domain did when the runner was killed.
  for (const domain of earlier?.items.keys() ?? []) results.open(domain);
  const artifacts = createArtifactSync({
    file: (path) => whereThere(() => syncFile(file(path))),
    folder: (path) => whereThere(() => syncFolder(file(path))),
  });
  return {
    journal: createJournal(journal, () => requireRoom(directory)),
    required: durability === 'fsync' ? [artifacts, results] : [results],
    observers: [
      createRunRecord(replace('run.json', 'os'), selectedTests(continuation?.whole ?? schedule), { earlier }),
      createProgressionLog((text) => progression.append(text)),
      systemInfo,
    ],
    onSample: (sample) => telemetry.append(`${jsonText(sample)}\n`),
    // Each on its own: a folder that is gone is no reason to leave the others open, and what it means was said before.
    close: () => closeAll([results, journal, progression, telemetry]),
  };
}

/** What a killed runner may have left unfinished does not run into what follows. */
function openLines(path: string): AppendFile {
  if (existsSync(path)) mendLastLine(path, () => false);
  return openAppendFile(path);
}

/** A step may have removed what it had printed. */
function whereThere(sync: () => void): void {
  try {
    sync();
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

function closeAll(files: readonly { close(): void }[]): void {
  for (const opened of files) {
    try {
      opened.close();
    } catch {
      // a descriptor that cannot be closed holds nothing that could still be saved
    }
  }
}
