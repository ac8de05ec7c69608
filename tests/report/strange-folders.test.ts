// Folders that no run left as they are: what stands in place of a file is never followed, and never waited for.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRun } from '../../src/report/read-run.ts';
import { temporaryPath, writeReport } from '../../src/report/write-report.ts';
import { idsOf } from '../support/run-data.ts';
import { runFolder, threeIds } from '../support/sample-run-folder.ts';

const files = ['events.jsonl', 'run.json', 'system_info.yaml'];

/** A run folder with only the results in it. */
async function bareFolder(): Promise<string> {
  const directory = await runFolder();
  for (const name of files) await rm(join(directory, name));
  return directory;
}

describe('a strange folder', () => {
  it.each([
    ['outside', '/etc/hostname'],
    ['nowhere', 'nothing-there'],
    ['themselves', 'run.json'],
    ['what has no end', '/dev/zero'],
  ])('of links to %s is read without them', async (_, target) => {
    const directory = await bareFolder();
    for (const name of [...files, 'other.json']) await symlink(target, join(directory, name));
    const run = await readRun(directory);
    expect(await idsOf(run)).toEqual(threeIds);
    expect(run.warnings).toEqual(
      [...files, 'other.json'].map((name) => `${name} is a symbolic link, which is not followed`),
    );
  });

  it('of pipes is read without them', async () => {
    const directory = await bareFolder();
    execFileSync(
      'mkfifo',
      files.map((name) => join(directory, name)),
    );
    const run = await readRun(directory);
    expect(await idsOf(run)).toEqual(threeIds);
    expect(run.warnings).toEqual(files.map((name) => `${name} is not a regular file`));
  });

  it('takes results from the journal where a link stands for their file', async () => {
    const directory = await runFolder();
    await rename(join(directory, 'llm.json'), join(dirname(directory), 'llm.json'));
    await symlink('../llm.json', join(directory, 'llm.json'));
    const run = await readRun(directory);
    expect(await idsOf(run)).toEqual(threeIds);
    expect(run.warnings).toEqual([
      'llm.json is a symbolic link, which is not followed; its 3 results come from events.jsonl',
    ]);
  });

  it('behind a link is read under its own name', async () => {
    const directory = await runFolder();
    const link = join(dirname(directory), 'latest');
    await symlink(directory, link);
    expect(await readRun(link)).toMatchObject({ runId: 'RUN_20261121_143000', trials: 3 });
  });

  it.each([
    ['loop', 'loop', /^.*\/loop leads to itself through symbolic links; give the folder of a run$/],
    ['dangling', 'nothing-there', /^there is no folder .*\/dangling$/],
    ['device', '/dev/zero', /^.*\/device is a file; give the folder of a run$/],
  ])('that is a link of the kind %s is refused', async (name, target, message) => {
    const link = join(dirname(await runFolder()), name);
    await symlink(target, link);
    await expect(readRun(link)).rejects.toMatchObject({ message: expect.stringMatching(message), exitCode: 2 });
  });

  it('whose name is too long is refused', async () => {
    const name = 'x'.repeat(300);
    await expect(readRun(name)).rejects.toMatchObject({ message: `there is no folder ${name}: the name is too long` });
  });

  it('of foreign JSON is refused, also where a journal by name is in it', async () => {
    const directory = join(dirname(await runFolder()), 'foreign');
    await mkdir(directory);
    await writeFile(join(directory, 'package.json'), '{"name":"x"}');
    await writeFile(join(directory, 'rows.json'), '[1, {"testId": 5}, null]');
    await writeFile(join(directory, 'events.jsonl'), '{"event":"clicked"}\n[]\n');
    const message = expect.stringMatching(/foreign is not the folder of a run: it holds no readable events\.jsonl/);
    await expect(readRun(directory)).rejects.toMatchObject({ message, exitCode: 2 });
  });

  it('nested without end is read as far as it goes', async () => {
    const directory = await runFolder();
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const line = (event: string) => `{"v":1,"seq":2,"at":"2026-11-21T14:30:00.000Z","elapsedMs":1,"event":${event}}\n`;
    const journal = await readFile(join(directory, 'events.jsonl'), 'utf8');
    const added = `${line(`{"type":"trial.finished","result":${deep}}`)}${line(`{"type":"service.ready","details":${deep}}`)}`;
    await writeFile(join(directory, 'events.jsonl'), journal + added);
    await writeFile(join(directory, 'run.json'), `{"a":${deep}}`);
    await writeFile(join(directory, 'system_info.yaml'), `host: ${deep}`);
    await writeFile(join(directory, 'rows.json'), `[${deep}]`);
    const run = await readRun(directory);
    expect(await idsOf(run)).toEqual(threeIds);
    expect(run.warnings).toEqual([
      expect.stringMatching(/^2 lines of events\.jsonl cannot be read and are left out: \d+, \d+$/),
      'run.json does not look like the record of a run and is left out',
      expect.stringMatching(/^system_info\.yaml cannot be read and is left out \(Maximum call stack size exceeded/),
      'rows.json is left out: item 1 is not a result (value: Invalid input: expected object, received array)',
    ]);
  });

  it('is never written through a link that waits where the report grows', async () => {
    const directory = await runFolder();
    const [output, victim] = [join(directory, 'report.xlsx'), join(dirname(directory), 'victim')];
    await writeFile(victim, 'whole');
    await symlink(victim, temporaryPath(output));
    await symlink(victim, output);
    await writeReport(directory, output);
    expect(await readFile(victim, 'utf8')).toBe('whole');
    expect((await readFile(output)).subarray(0, 2).toString()).toBe('PK');
  });
});
