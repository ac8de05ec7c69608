import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRun } from '../../src/report/read-run.ts';
import { idsOf } from '../support/run-data.ts';
import { runFolder, threeIds } from '../support/sample-run-folder.ts';

describe('a damaged folder', () => {
  it('takes the results from the journal where a domain file is missing', async () => {
    const directory = await runFolder();
    await rm(join(directory, 'llm.json'));
    const run = await readRun(directory);
    expect(await idsOf(run)).toEqual(threeIds);
    expect(run.domains[0]?.source).toBe('journal');
    expect(run.warnings).toEqual(['llm.json is missing; its 3 results come from events.jsonl']);
  });

  it('takes the results from the journal where a domain file is torn', async () => {
    const directory = await runFolder();
    const path = join(directory, 'llm.json');
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, -200));
    const run = await readRun(directory);
    expect(await idsOf(run)).toEqual(threeIds);
    expect(run.warnings).toEqual(['llm.json is damaged (it ends in the middle); its 3 results come from events.jsonl']);
  });

  it('keeps what a torn domain file still holds where there is no journal', async () => {
    const directory = await runFolder();
    const path = join(directory, 'llm.json');
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, -200));
    await rm(join(directory, 'events.jsonl'));
    const run = await readRun(directory);
    expect(await idsOf(run)).toEqual(threeIds.slice(0, 2));
    expect(run.warnings).toEqual([
      'events.jsonl is missing',
      'llm.json is damaged (it ends in the middle); its 2 results that can be read are used',
    ]);
    expect(run).toMatchObject({ status: 'completed', outcome: 'failed', startedAt: '2026-11-21T14:30:00.000Z' });
  });

  it('reads a folder whose journal is empty', async () => {
    const directory = await runFolder();
    await writeFile(join(directory, 'events.jsonl'), '');
    const run = await readRun(directory);
    expect(await idsOf(run)).toEqual(threeIds);
    expect(run.warnings).toEqual(['events.jsonl is empty']);
  });

  it('names damaged lines of the journal', async () => {
    const directory = await runFolder();
    const path = join(directory, 'events.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n');
    lines.splice(2, 0, 'not JSON', '{"v":1}');
    await writeFile(path, lines.join('\n'));
    const run = await readRun(directory);
    expect(run.warnings).toEqual(['2 lines of events.jsonl cannot be read and are left out: 3, 4']);
  });

  it('reads a folder that holds nothing but results', async () => {
    const directory = await runFolder();
    for (const name of ['events.jsonl', 'run.json', 'system_info.yaml']) await rm(join(directory, name));
    const run = await readRun(directory);
    expect(run).toMatchObject({ status: 'in_progress', plan: null, host: null, system: null, startedAt: null });
    expect(run.warnings).toEqual(['events.jsonl is missing', 'run.json is missing', 'system_info.yaml is missing']);
    expect(run.summary).toMatchObject({ total: 3, passed: 3 });
  });

  it('reads a folder of a run that ended before anything was recorded', async () => {
    const directory = await runFolder();
    for (const name of ['events.jsonl', 'run.json', 'llm.json']) await rm(join(directory, name));
    const run = await readRun(directory);
    expect(run).toMatchObject({
      trials: 0,
      domains: [],
      startedAt: '2026-11-21T14:30:00.000Z',
      triggeredBy: 'nightly',
    });
  });

  it('leaves a run.json and a system_info.yaml that cannot be read out and says so', async () => {
    const directory = await runFolder();
    await writeFile(join(directory, 'run.json'), '{"runId":');
    await writeFile(join(directory, 'system_info.yaml'), 'host: [1, 2');
    const run = await readRun(directory);
    expect(await idsOf(run)).toEqual(threeIds);
    expect(run.warnings[0]).toBe('run.json is not JSON and is left out');
    expect(run.warnings[1]).toMatch(/^system_info.yaml cannot be read and is left out \(.*line 1.*\)$/);
  });

  it.each([
    ['just words', 'it is not a mapping'],
    [
      `a: &a [x, x, x, x, x, x, x, x, x]\n${['b', 'c', 'd', 'e'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcd'[index]}`).join(', ')}]`).join('\n')}\n`,
      'Excessive alias count indicates a resource exhaustion attack',
    ],
  ])('leaves a system_info.yaml out that is no mapping or grows without end', async (text, reason) => {
    const directory = await runFolder();
    await writeFile(join(directory, 'system_info.yaml'), text);
    const run = await readRun(directory);
    expect(run.warnings).toEqual([`system_info.yaml cannot be read and is left out (${reason})`]);
  });

  it('refuses to read a small file that is not small', async () => {
    const directory = await runFolder();
    await writeFile(join(directory, 'run.json'), ' '.repeat(16 * 1024 * 1024 + 1));
    const run = await readRun(directory);
    expect(run.warnings).toEqual(['run.json is left out: it has 16777217 bytes, more than the 16777216 that are read']);
  });
});
