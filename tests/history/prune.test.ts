// What goes, what stays and why, and that nothing else is touched.
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openHistory, removeIndex } from '../../src/history/open-history.ts';
import { isPinned, pin, unpin } from '../../src/history/pins.ts';
import { oldRuns, type PrunePlace, removeRemains, removeRun } from '../../src/history/prune.ts';
import { emptyLogs, recordRun } from '../support/recorded-runs.ts';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 2, 20);

function placeOf(logsDirectory: string, running: readonly string[] = []): PrunePlace {
  const isRunning = async (directory: string) => running.some((name) => directory.endsWith(name));
  const lock = async (directory: string) => ((await isRunning(directory)) ? null : { release: () => {} });
  return { logsDirectory, nowMs, isRunning, lock };
}

async function old(place: PrunePlace, days = 14) {
  const store = await openHistory({ logsDirectory: place.logsDirectory });
  const runs = await oldRuns(store, days * dayMs, place);
  store.close();
  return runs;
}

/** Why each stays, by the day of its run; null where it goes. */
async function fates(place: PrunePlace, days = 14): Promise<Record<string, string | null>> {
  return Object.fromEntries((await old(place, days)).map(({ runId, stays }) => [runId.slice(10, 12), stays]));
}

function olderThanAnHour(directory: string): void {
  const then = new Date(nowMs - 2 * 3_600_000);
  utimesSync(join(directory, 'events.jsonl'), then, then);
}

it('lets go what is old and solved, and says why the rest stays', async () => {
  const logs = emptyLogs();
  const elsewhere = emptyLogs();
  recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'failed', B: 'passed' } });
  recordRun(logs, 'RUN_20260302_101500', { tests: { A: 'passed', B: 'failed', C: 'timeout' } });
  pin(recordRun(logs, 'RUN_20260303_101500', { tests: { A: 'passed' }, plan: 'Other' }));
  olderThanAnHour(recordRun(logs, 'RUN_20260304_101500', { tests: { A: 'pending' } }));
  recordRun(logs, 'RUN_20260305_101500', { tests: { A: 'passed' }, plan: 'Other', finished: false });
  utimesSync(join(logs, 'RUN_20260305_101500/events.jsonl'), new Date(nowMs), new Date(nowMs));
  symlinkSync(
    recordRun(elsewhere, 'RUN_20260301_111500', { tests: { A: 'passed' }, plan: 'Other' }),
    join(logs, 'RUN_20260306_101500'),
  );
  recordRun(logs, 'RUN_20260310_101500', { tests: { A: 'passed' }, plan: 'Other' });
  expect(await fates(placeOf(logs, ['RUN_20260304_101500']), 12)).toEqual({
    '01': null,
    '02': 'no later run has passed B[m] and 1 more test',
    '03': 'it is pinned',
    '04': 'its runner is alive',
    '05': 'it is in progress, and its journal changed within the last hour',
    '06': 'it is a symbolic link',
  });
  expect(await fates(placeOf(logs))).toMatchObject({ '04': null });
});

it('removes a folder and keeps its figures, also without the index', async () => {
  const logs = emptyLogs();
  const outside = join(emptyLogs(), 'precious.txt');
  writeFileSync(outside, 'precious');
  const directory = recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'failed', B: 'passed' } });
  mkdirSync(join(directory, 'artifacts'));
  symlinkSync(outside, join(directory, 'artifacts/link.txt'));
  symlinkSync(join(outside, '..'), join(directory, 'linked'));
  recordRun(logs, 'RUN_20260302_101500', { tests: { A: 'passed', B: 'passed' } });
  const look = async () => {
    const store = await openHistory({ logsDirectory: logs });
    const seen = {
      runs: await store.runs(),
      tests: await store.tests('A'),
      records: await store.records({ by: 'loadout' }),
    };
    store.close();
    return { ...seen, runs: seen.runs.map(({ pruned: _, ...run }) => run) };
  };
  const before = await look();
  expect(await removeRun('RUN_20260301_101500', placeOf(logs))).toBeNull();
  expect(readdirSync(logs).sort()).toEqual(['.history.sqlite', '.pruned.jsonl', 'RUN_20260302_101500']);
  expect(existsSync(outside)).toBe(true);
  expect(await look()).toEqual(before);
  removeIndex(logs);
  expect(await look()).toEqual(before);
  expect(await fates(placeOf(logs))).toEqual({ '02': null });
});

it('looks again before it removes', async () => {
  const logs = emptyLogs();
  const directory = recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'passed' } });
  expect(await removeRun('RUN_20260301_101500', placeOf(logs, ['RUN_20260301_101500']))).toBe('its runner is alive');
  pin(directory);
  expect(await removeRun('RUN_20260301_101500', placeOf(logs))).toBe('it is pinned');
  unpin(directory);
  writeFileSync(join(directory, 'events.jsonl'), 'no journal\n');
  expect(await removeRun('RUN_20260301_101500', placeOf(logs))).toBe('it is not the folder of a run');
  symlinkSync(
    recordRun(emptyLogs(), 'RUN_20260301_101500', { tests: { A: 'passed' } }),
    join(logs, 'RUN_20260302_101500'),
  );
  expect(await removeRun('RUN_20260302_101500', placeOf(logs))).toBe('it is a symbolic link');
  expect(await removeRun('RUN_20260303_101500', placeOf(logs))).toBe('it is not there any more');
  expect(readdirSync(logs).sort()).toEqual(['RUN_20260301_101500', 'RUN_20260302_101500']);
});

it('keeps runners out while it removes, and only then', async () => {
  const logs = emptyLogs();
  const directory = recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'passed' } });
  const place = placeOf(logs);
  const seen: string[] = [];
  const lock: PrunePlace['lock'] = async (locked) => {
    seen.push(`locked ${locked === directory}, there ${existsSync(directory)}`);
    return { release: () => seen.push(`released, there ${existsSync(directory)}`) };
  };
  pin(directory);
  await removeRun('RUN_20260301_101500', { ...place, lock });
  unpin(directory);
  await removeRun('RUN_20260301_101500', { ...place, lock });
  expect(seen).toEqual([
    'locked true, there true',
    'released, there true',
    'locked true, there true',
    'released, there false',
  ]);
});

it('never takes what is no run folder for one', async () => {
  const logs = emptyLogs();
  const names = ['notes', 'RUN_2026', 'RUN_20260301_101500', '.pruned-notes', '.pruned-RUN_2026'];
  for (const name of names) {
    mkdirSync(join(logs, name));
    writeFileSync(join(logs, name, 'precious.txt'), 'precious');
  }
  writeFileSync(join(logs, '.pruned-RUN_20260302_101500'), 'a file');
  symlinkSync(join(logs, 'notes'), join(logs, '.pruned-RUN_20260303_101500'));
  mkdirSync(join(logs, '.pruned-RUN_20260304_101500'));
  expect(await old(placeOf(logs), 0)).toEqual([]);
  removeRemains(logs);
  const left = readdirSync(logs).filter((name) => name !== '.history.sqlite');
  expect(left.sort()).toEqual([...names, '.pruned-RUN_20260302_101500', '.pruned-RUN_20260303_101500'].sort());
  expect(readdirSync(join(logs, 'notes'))).toEqual(['precious.txt']);
});

it('counts what a folder takes on the disk, without following links', async () => {
  const logs = emptyLogs();
  const directory = recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'passed' } });
  const [before] = await old(placeOf(logs));
  mkdirSync(join(directory, 'artifacts'));
  writeFileSync(join(directory, 'artifacts/sound.wav'), Buffer.alloc(100_000, 1));
  symlinkSync('/usr', join(directory, 'artifacts/usr'));
  const [after] = await old(placeOf(logs));
  expect((after?.bytes ?? 0) - (before?.bytes ?? 0)).toBeGreaterThanOrEqual(100_000);
  expect((after?.bytes ?? 0) - (before?.bytes ?? 0)).toBeLessThan(200_000);
});

it('pins a run folder by a file in it, and nothing else', () => {
  const logs = emptyLogs();
  const directory = recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'passed' } });
  expect([pin(directory), pin(directory), isPinned(directory)]).toEqual([true, false, true]);
  expect([unpin(directory), unpin(directory), isPinned(directory)]).toEqual([true, false, false]);
  expect(() => pin(logs)).toThrow(`${logs} is not the folder of a run: it holds no events.jsonl`);
  const target = join(emptyLogs(), 'precious.txt');
  symlinkSync(target, join(directory, '.pinned'));
  expect(pin(directory)).toBe(false);
  expect(lstatSync(target, { throwIfNoEntry: false })).toBeUndefined();
  rmSync(join(directory, '.pinned'));
});
