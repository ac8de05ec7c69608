// Opens the files of a run folder and ties each to the projection that fills it.
import { join } from 'node:path';
import { sync as writeFileAtomic } from 'write-file-atomic';
import { exitCodes, UserError } from '../domain/errors.ts';
import type { Redactor } from '../domain/redaction.ts';
import type { TelemetrySample } from '../domain/samples.ts';
import type { Schedule } from '../domain/schedule.ts';
import { jsonText } from '../domain/text.ts';
import type { Journal, Observer, RequiredWriter } from '../engine/recorder.ts';
import { createDomainResults } from '../projections/domain-results.ts';
import { createJournal } from '../projections/journal.ts';
import { createProgressionLog } from '../projections/progression/progression-log.ts';
import { createRunRecord } from '../projections/run-record.ts';
import { createSystemInfo, type SystemSnapshot } from '../projections/system-info.ts';
import { openAppendFile } from '../system/append-file.ts';
import { createJsonArrayFile } from '../system/json-array-file.ts';

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
}

/** The snapshot is on the disk when this returns. */
export function openRunFiles(directory: string, { schedule, snapshot, redactor }: RunFileContents): RunFiles {
  const file = (name: string): string => join(directory, name);
  // What they are made of has gone through the redactor already: as text it could no longer be told what is what.
  const replace = (name: string, fsync: boolean) => (text: string) => writeFileAtomic(file(name), text, { fsync });
  try {
    const systemInfo = createSystemInfo(replace('system_info.yaml', true), JSON.parse(redactor.json(snapshot)));
    const journal = openAppendFile(file('events.jsonl'));
    const progression = openAppendFile(file('progression.log'));
    const telemetry = openAppendFile(file('telemetry.jsonl'));
    const results = createDomainResults((domain) => createJsonArrayFile(file(`${domain}.json`)));
    return {
      journal: createJournal(journal),
      required: [results],
      observers: [
        createRunRecord(replace('run.json', false), testsOf(schedule)),
        createProgressionLog((text) => progression.append(text)),
        systemInfo,
      ],
      onSample: (sample) => telemetry.append(`${jsonText(sample)}\n`),
      // Each on its own: a folder that is gone is no reason to leave the others open, and what it means was said before.
      close: () => closeAll([results, journal, progression, telemetry]),
    };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new UserError('run-folder', `cannot write in the run folder ${directory}: ${detail}`, exitCodes.cannotGoOn);
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
