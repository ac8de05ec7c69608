import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRunFolder } from '../../src/engine/run-folder.ts';

let logs: string;

beforeEach(() => {
  logs = mkdtempSync(join(tmpdir(), 'flightdeck-'));
});
afterEach(() => rmSync(logs, { recursive: true, force: true }));

const moment = new Date(2026, 10, 21, 9, 5, 7);

it('names the folder after the local time, and a second one of the same second with a number', () => {
  expect(createRunFolder(logs, moment).runId).toBe('RUN_20261121_090507');
  expect(createRunFolder(logs, moment).runId).toBe('RUN_20261121_090507_2');
  expect(createRunFolder(logs, moment).runId).toBe('RUN_20261121_090507_3');
});

it('counts the runs of a day, and keeps counting after a folder is deleted', () => {
  const first = createRunFolder(logs, moment);
  expect(first.dayId).toBe('run-2026-11-21-001');
  rmSync(first.directory, { recursive: true });
  expect(createRunFolder(logs, moment).dayId).toBe('run-2026-11-21-002');
  expect(createRunFolder(logs, new Date(2026, 10, 22, 9)).dayId).toBe('run-2026-11-22-001');
});

it('makes the logs directory and the place for artifacts', () => {
  const { directory } = createRunFolder(join(logs, 'deep', 'er'), moment);
  expect(readdirSync(directory)).toEqual(['artifacts']);
});

it('says where it could not make the folder and how to choose another place', () => {
  const file = join(logs, 'file');
  writeFileSync(file, '');
  for (const place of [file, join(file, 'logs')]) {
    expect(() => createRunFolder(place, moment)).toThrow(
      `cannot make a run folder in ${place}: ${file} is a file, not a folder; choose another place with --logs-dir DIR`,
    );
  }
});

it.runIf(process.platform === 'linux')('comes to an end where no folder can be made', () => {
  expect(() => createRunFolder('/proc/flightdeck', moment)).toThrow(
    'cannot make a run folder in /proc/flightdeck: nothing can be made in /proc; choose',
  );
});
