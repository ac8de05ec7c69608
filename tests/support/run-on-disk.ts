// A run folder as anybody can read it: the files and nothing else.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedEvent, SessionEvent } from '../../src/domain/events.ts';
import type { TrialResult } from '../../src/domain/results.ts';

export interface RunOnDisk {
  readonly directory: string;
  /** Complete lines only: the last one may be on its way. */
  readonly journal: readonly RecordedEvent[];
  readonly events: readonly SessionEvent[];
  /** Of `trial.finished` in the journal. */
  readonly results: readonly TrialResult[];
  /** Of `{domain}.json`; none where the file is not there yet. */
  domain(name: string): readonly TrialResult[];
  text(name: string): string;
  /** Parsed JSON. */
  json(name: string): unknown;
  /** Every file, by its path within the folder. */
  files(): readonly string[];
}

export function openRun(directory: string): RunOnDisk {
  const text = (name: string): string => readFileSync(join(directory, name), 'utf8');
  const lines = (): readonly string[] =>
    existsSync(join(directory, 'events.jsonl')) ? text('events.jsonl').split('\n').slice(0, -1) : [];
  const journal = (): readonly RecordedEvent[] => lines().map((line) => JSON.parse(line));
  const events = (): readonly SessionEvent[] => journal().map(({ event }) => event);
  return {
    directory,
    get journal() {
      return journal();
    },
    get events() {
      return events();
    },
    get results() {
      return events().flatMap((event) => (event.type === 'trial.finished' ? [event.result] : []));
    },
    domain: (name) => (existsSync(join(directory, `${name}.json`)) ? JSON.parse(text(`${name}.json`)) : []),
    text,
    json: (name) => JSON.parse(text(name)),
    files: () =>
      readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name).slice(directory.length + 1)),
  };
}
