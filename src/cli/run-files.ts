// Opens the files of a run folder and ties each to the projection that fills it.
import { dirname, join } from 'node:path';
import { exitCodes, UserError } from '../domain/errors.ts';
import type { Redactor } from '../domain/redaction.ts';
import type { TelemetrySample } from '../domain/samples.ts';
import type { Schedule } from '../domain/schedule.ts';
import { jsonText } from '../domain/text.ts';
import type { Journal, Observer, RequiredWriter } from '../engine/recorder.ts';
import { createArtifactSync } from '../projections/artifact-sync.ts';
import { createDomainResults } from '../projections/domain-results.ts';
import { createJournal } from '../projections/journal.ts';
import { createProgressionLog } from '../projections/progression/progression-log.ts';
import { createRunRecord } from '../projections/run-record.ts';
import { createSystemInfo, type SystemSnapshot } from '../projections/system-info.ts';
import { openAppendFile } from '../system/append-file.ts';
import { type Durability, syncFile, syncFolder } from '../system/durability.ts';
import { createJsonArrayFile } from '../system/json-array-file.ts';
import { systemCode, whyNotWritten } from '../system/path-error.ts';
import { replaceFile } from '../system/replace-file.ts';

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

function open(directory: string, { schedule, snapshot, redactor, durability }: RunFileContents): RunFiles {
  const file = (name: string): string => join(directory, name);
  // What they are made of has gone through the redactor already: as text it could no longer be told what is what.
  const replace = (name: string, how: Durability) => (text: string) => replaceFile(file(name), text, how);
  const systemInfo = createSystemInfo(replace('system_info.yaml', durability), JSON.parse(redactor.json(snapshot)));
  const journal = openAppendFile(file('events.jsonl'), durability);
  const progression = openAppendFile(file('progression.log'));
  const telemetry = openAppendFile(file('telemetry.jsonl'));
  const results = createDomainResults((domain) => createJsonArrayFile(file(`${domain}.json`)));
  const artifacts = createArtifactSync({
    file: (path) => whereThere(() => syncFile(file(path))),
    folder: (path) => whereThere(() => syncFolder(file(path))),
  });
  return {
    journal: createJournal(journal),
    required: durability === 'fsync' ? [artifacts, results] : [results],
    observers: [
      createRunRecord(replace('run.json', 'os'), testsOf(schedule)),
      createProgressionLog((text) => progression.append(text)),
      systemInfo,
    ],
    onSample: (sample) => telemetry.append(`${jsonText(sample)}\n`),
    // Each on its own: a folder that is gone is no reason to leave the others open, and what it means was said before.
    close: () => closeAll([results, journal, progression, telemetry]),
  };
}

/** A step may have removed what it had printed. */
function whereThere(sync: () => void): void {
  try {
    sync();
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

function* testsOf({ stretches }: Schedule): Iterable<readonly [string, number]> {
  for (const { tests } of stretches) for (const { testId, scenario } of tests) yield [testId, scenario.repeats];
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
