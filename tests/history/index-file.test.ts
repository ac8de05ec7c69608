// The file of the index is never in the way: damaged, foreign, of a later version, not writable, or used by two at once.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { indexName, loadSqlite } from '../../src/history/index-file.ts';
import { openHistory } from '../../src/history/open-history.ts';
import { emptyLogs, recordRun } from '../support/recorded-runs.ts';
import { root } from '../support/runner.ts';

function logsWithRuns(count = 3): string {
  const logs = emptyLogs();
  for (let n = 0; n < count; n += 1) {
    recordRun(logs, `RUN_20260301_1015${String(n).padStart(2, '0')}`, { tests: { A: 'passed', B: 'failed' } });
  }
  return logs;
}

async function count(logs: string): Promise<{ runs: number; said: string[] }> {
  const said: string[] = [];
  const store = await openHistory({ logsDirectory: logs, tell: (line) => said.push(line) });
  const runs = await store.runs();
  store.close();
  return { runs: runs.length, said };
}

function change(logs: string, sql: string): void {
  const database = new DatabaseSync(join(logs, indexName));
  database.exec(sql);
  database.close();
}

it.each([
  ['is no database', (path: string) => writeFileSync(path, 'what is this, then?'.repeat(300))],
  ['is damaged', (path: string) => spoil(path)],
])('moves a file that %s aside, says so in one line, and makes a new one', async (why, harm) => {
  const logs = logsWithRuns();
  await count(logs);
  const path = join(logs, indexName);
  harm(path);
  const spoilt = readFileSync(path);
  expect(await count(logs)).toEqual({
    runs: 3,
    said: [`the index ${path} ${why}; it was moved to ${path}.set-aside, and a new one is made from the run folders`],
  });
  expect(readFileSync(`${path}.set-aside`)).toEqual(spoilt);
  expect(await count(logs)).toEqual({ runs: 3, said: [] });
});

/** All pages but the first, which is enough to open it. */
function spoil(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 4096);
  writeFileSync(path, bytes);
}

it('moves an index of a later version aside, and one of another program', async () => {
  const logs = logsWithRuns();
  await count(logs);
  change(logs, 'PRAGMA user_version = 999');
  expect((await count(logs)).said).toEqual([
    expect.stringMatching(/was made by a later Flightdeck \(version 999, and \d+ is known\); it was moved/),
  ]);
  const others = logsWithRuns();
  change(others, 'CREATE TABLE bookmarks (url TEXT)');
  expect(await count(others)).toEqual({
    runs: 3,
    said: [expect.stringMatching(/is a database of another program; it was moved to/)],
  });
  const aside = new DatabaseSync(join(others, `${indexName}.set-aside`));
  expect(aside.prepare('SELECT count(*) AS n FROM bookmarks').get()).toEqual({ n: 0 });
  aside.close();
});

it('makes an index of an earlier version anew without a word', async () => {
  const logs = logsWithRuns();
  await count(logs);
  change(logs, 'PRAGMA user_version = 0; DELETE FROM runs');
  expect(await count(logs)).toEqual({ runs: 3, said: [] });
});

it('answers also where damage shows only with the question', async () => {
  const logs = logsWithRuns();
  await count(logs);
  change(logs, `UPDATE runs SET status = 'odd'`);
  expect(await count(logs)).toEqual({
    runs: 3,
    said: [expect.stringContaining('holds something else than expected under "status"; it was moved to')],
  });
});

it('reads all folders each time where a folder stands in its place', async () => {
  const logs = logsWithRuns();
  mkdirSync(join(logs, indexName));
  expect(await count(logs)).toEqual({
    runs: 3,
    said: [`the index ${join(logs, indexName)} cannot be written, so all run folders are read each time`],
  });
});

it('can be used by several processes at once, from the first moment on', async () => {
  const logs = logsWithRuns(60);
  const program = `
    const { openHistory } = await import(${JSON.stringify(join(root, 'src/history/open-history.ts'))});
    const store = await openHistory({ logsDirectory: process.argv[1], tell: (line) => console.error(line) });
    console.log((await store.runs()).length, (await store.records({ by: 'plan' })).length);
    store.close();`;
  const ends = Array.from({ length: 4 }, async () => {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program, logs],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    await once(child, 'close');
    return said;
  });
  expect(await Promise.all(ends)).toEqual(Array.from({ length: 4 }, () => '60 60\n'));
  expect(readdirSync(logs).filter((name) => name.startsWith('.'))).toEqual([indexName]);
});

it('waits for another process that writes', async () => {
  const logs = logsWithRuns();
  await count(logs);
  recordRun(logs, 'RUN_20260302_101500', { tests: { A: 'passed' } });
  const program = `
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(process.argv[1]);
    database.exec('BEGIN IMMEDIATE');
    console.log('writing');
    setTimeout(() => database.exec('COMMIT'), 300);`;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program, join(logs, indexName)];
  const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(writer.stdout, 'data');
  expect(await count(logs)).toEqual({ runs: 4, said: [] });
  if (writer.exitCode === null) await once(writer, 'exit');
});

it('says in one line what a Node without SQLite lacks', async () => {
  const missing = () => Promise.reject(new Error('No such built-in module: node:sqlite'));
  await expect(loadSqlite(missing)).rejects.toMatchObject({
    exitCode: 3,
    message: `this Node (${process.version}) has no node:sqlite, which the history of runs needs; use Node 22.13 or newer, or run "npm ci", which brings Node 24 along on Linux`,
  });
});
