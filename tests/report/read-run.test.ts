import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrialResult } from '../../src/domain/results.ts';
import { readRun } from '../../src/report/read-run.ts';
import { idsOf } from '../support/run-data.ts';
import { sampleCommandResult, sampleResult } from '../support/sample-results.ts';
import { runFolder, sampleEvents, threeIds, threeResults } from '../support/sample-run-folder.ts';
import { temporaryDirectory } from '../support/trial-tasks.ts';

describe('a complete folder', () => {
  it('is read whole, without a warning', async () => {
    const run = await readRun(await runFolder());
    expect(run).toMatchObject({
      runId: 'RUN_20261121_143000',
      dayId: 'run-2026-11-21-001',
      status: 'completed',
      outcome: 'failed',
      startedAt: '2026-11-21T14:30:00.000Z',
      durationMs: 192_400,
      exitCode: 1,
      plan: { name: 'Full local stack', version: '1.4.0' },
      git: { branch: 'main', dirty: true },
      trials: 3,
      warnings: [],
    });
    expect(run.planText).toContain('  builtin:\n    adapter: builtin\n');
    expect(run.system?.['plan']).not.toHaveProperty('content');
    expect(await idsOf(run)).toEqual(threeIds);
  });

  it('counts recorded results and not the counters of other files', async () => {
    const flaky: TrialResult[] = [
      sampleResult({ scenario: 'LLM-001', status: 'failed' }),
      sampleResult({ scenario: 'LLM-001', attempt: 2, flaky: true }),
      sampleResult({ scenario: 'LLM-002', repeat: 1 }),
      sampleResult({ scenario: 'LLM-002', repeat: 2, status: 'timeout' }),
      sampleResult({ scenario: 'LLM-003', status: 'skipped', reason: 'waits' }),
    ];
    const { summary, trials } = await readRun(await runFolder({ results: flaky, planned: { llm: 5, talk: 2 } }));
    expect(trials).toBe(5);
    expect(summary).toEqual({
      total: 7,
      executed: 2,
      passed: 1,
      failed: 0,
      timeout: 1,
      error: 0,
      skipped: 1,
      pending: 4,
      flaky: 1,
    });
  });

  it('keeps domains apart, in the order of the plan', async () => {
    const run = await readRun(await runFolder({ results: [...threeResults, sampleCommandResult()] }));
    expect(run.domains.map(({ name, trials, source }) => ({ name, trials, source }))).toEqual([
      { name: 'llm', trials: 3, source: 'file' },
      { name: 'build', trials: 1, source: 'file' },
    ]);
  });

  it('ignores files that are none of a run and says so where one looks like results', async () => {
    const directory = await runFolder();
    await writeFile(join(directory, 'notes.json'), '{"my": "notes"}');
    await writeFile(join(directory, 'numbers.json'), '[1, 2]');
    await writeFile(join(directory, 'empty.json'), '[]');
    await writeFile(join(directory, 'Upper Case.json'), 'whatever');
    await mkdir(join(directory, 'folder.json'));
    const run = await readRun(directory);
    expect(run.domains.map(({ name }) => name)).toEqual(['llm']);
    expect(run.warnings).toEqual([
      'notes.json is left out: it is not one JSON array',
      'numbers.json is left out: item 1 is not a result (value: Invalid input: expected object, received number); 1 more problem',
    ]);
  });

  it('reads results with keys of a later version', async () => {
    const directory = await runFolder();
    const results = threeResults.map((result) => ({
      ...result,
      mood: 'fine',
      checks: [{ name: 'a', passed: true, weight: 2 }],
    }));
    await writeFile(join(directory, 'llm.json'), JSON.stringify(results));
    const run = await readRun(directory);
    expect(run.warnings).toEqual([]);
    expect(await idsOf(run)).toEqual(threeIds);
  });
});

describe('a folder of a run that was killed', () => {
  it('is in progress, and what was not reached is pending', async () => {
    const run = await readRun(await runFolder({ results: threeResults, planned: { llm: 10 }, finished: false }));
    expect(run).toMatchObject({ status: 'in_progress', outcome: null, durationMs: 3000 });
    expect(run.summary).toMatchObject({ total: 10, passed: 3, pending: 7 });
  });

  it('counts a test that was started and never finished as pending', async () => {
    const directory = await runFolder({ results: threeResults, planned: { llm: 4 }, finished: false });
    const journal = await readFile(join(directory, 'events.jsonl'), 'utf8');
    const [line] = journal.split('\n').filter((text) => text.includes('trial.started'));
    await writeFile(join(directory, 'events.jsonl'), `${journal}${line?.replaceAll('LLM-001', 'LLM-009')}\n`);
    const { summary, domains } = await readRun(directory);
    expect(summary).toMatchObject({ total: 4, passed: 3, pending: 1 });
    expect(domains[0]?.notReached).toBe(0);
  });

  it('leaves a torn last line of the journal out and says so', async () => {
    const directory = await runFolder({ results: threeResults, finished: false });
    const path = join(directory, 'events.jsonl');
    const journal = await readFile(path, 'utf8');
    await writeFile(path, journal.slice(0, -40));
    const run = await readRun(directory);
    expect(await idsOf(run)).toEqual(threeIds);
    expect(run.warnings).toEqual([
      'events.jsonl ends in the middle of a line, as it does when the runner is killed; that line is left out',
    ]);
  });

  it('takes a last line without its line feed', async () => {
    const directory = await runFolder({ results: threeResults, finished: false });
    const path = join(directory, 'events.jsonl');
    await writeFile(path, (await readFile(path, 'utf8')).trimEnd());
    await rm(join(directory, 'llm.json'));
    expect(await idsOf(await readRun(directory))).toEqual(threeIds);
  });

  it('uses the journal where it is ahead of the file', async () => {
    const directory = await runFolder();
    await writeFile(join(directory, 'llm.json'), JSON.stringify(threeResults.slice(0, 2)));
    const run = await readRun(directory);
    expect(await idsOf(run)).toEqual(threeIds);
    expect(run.warnings).toEqual(['llm.json holds 2 results and events.jsonl 3; the latter are used']);
  });
});

describe('what is refused', () => {
  it('names what was looked for in a folder that is not of a run', async () => {
    const parent = temporaryDirectory();
    await writeFile(join(parent, 'package.json'), '{}');
    await expect(readRun(parent)).rejects.toMatchObject({
      code: 'no-run-folder',
      exitCode: 2,
      message: `${parent} is not the folder of a run: it holds no readable events.jsonl, run.json, system_info.yaml or results such as llm.json; give a folder such as logs/RUN_20260301_101500`,
    });
  });

  it('says that a folder does not exist, or is a file', async () => {
    const parent = temporaryDirectory();
    await writeFile(join(parent, 'file'), '');
    await expect(readRun(join(parent, 'none'))).rejects.toMatchObject({ message: `there is no folder ${parent}/none` });
    await expect(readRun(join(parent, 'file'))).rejects.toMatchObject({
      exitCode: 2,
      message: `${parent}/file is a file; give the folder of a run`,
    });
  });

  it('refuses a journal of a later version', async () => {
    const directory = await runFolder();
    const [first] = sampleEvents({ results: threeResults });
    await writeFile(join(directory, 'events.jsonl'), `${JSON.stringify({ ...first, v: 2, event: 'new form' })}\n`);
    await expect(readRun(directory)).rejects.toMatchObject({
      exitCode: 2,
      message:
        'events.jsonl is a journal of version 2, and this Flightdeck reads up to version 1; use the Flightdeck that made it, or a later one',
    });
  });

  it('refuses a record of a later version', async () => {
    const directory = await runFolder();
    await writeFile(join(directory, 'run.json'), JSON.stringify({ v: 2, run: 'new form' }));
    await expect(readRun(directory)).rejects.toMatchObject({
      exitCode: 2,
      message:
        'run.json is a record of version 2, and this Flightdeck reads up to version 1; use the Flightdeck that made it, or a later one',
    });
  });
});

it('gives the same results again although a run goes on recording', async () => {
  const directory = await runFolder();
  const run = await readRun(directory);
  await writeFile(
    join(directory, 'llm.json'),
    JSON.stringify([...threeResults, sampleResult({ scenario: 'LLM-004' })]),
  );
  expect(await idsOf(run)).toEqual(threeIds);
  await writeFile(join(directory, 'llm.json'), JSON.stringify(threeResults.slice(0, 1)));
  await expect(idsOf(run)).rejects.toMatchObject({ code: 'run-changed' });
});
