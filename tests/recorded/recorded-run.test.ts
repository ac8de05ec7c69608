import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecordedRun } from '../../src/recorded/recorded-run.ts';
import { trialResultSchema } from '../../src/recorded/schemas/results.ts';
import { exampleTests, groupedRun } from '../support/grouped-run.ts';
import { sampleResult } from '../support/sample-results.ts';
import { runFolder, threeIds } from '../support/sample-run-folder.ts';
import { sampleStart } from '../support/sample-start.ts';
import { temporaryDirectory } from '../support/trial-tasks.ts';

const schema = trialResultSchema;
const idsIn = (results: readonly { testId: string }[]): string[] => results.map(({ testId }) => testId);

describe('a recorded run', () => {
  it('has its results from the journal, and the selection with groups', async () => {
    const run = await readRecordedRun(await runFolder(groupedRun(exampleTests, { finished: true })), schema);
    expect(run.results).toHaveLength(13);
    expect([...run.facts.selected.values()].at(-1)).toMatchObject({
      testId: 'PATT-003[tiny-markov]',
      group: 'pattern-commands',
      domain: 'llm',
      loadout: 'tiny-markov',
    });
    expect(run).toMatchObject({ runId: 'RUN_20261121_143000', journalEnd: 'whole', warnings: [], record: null });
  });

  it('is called by its name, not by that of a link to it', async () => {
    const folder = await runFolder();
    const link = join(temporaryDirectory(), 'latest');
    symlinkSync(folder, link);
    expect((await readRecordedRun(link, schema)).runId).toBe('RUN_20261121_143000');
  });

  it('goes on after it was broken off, by its last event', async () => {
    const { type: _, ...outline } = sampleStart;
    const folder = await runFolder({
      results: [],
      finished: true,
      last: [{ type: 'run.continued', ...outline, retryFailed: false, recorded: 0, changedInputs: {}, fromFiles: [] }],
    });
    expect((await readRecordedRun(folder, schema)).facts).toMatchObject({ status: 'in_progress', ending: null });
  });

  it('takes the results of a domain from its file where a journal that does not end holds fewer', async () => {
    const folder = await runFolder({ results: [sampleResult()], finished: false });
    const more = ['LLM-001', 'LLM-002', 'LLM-003'].map((scenario) => sampleResult({ scenario }));
    writeFileSync(join(folder, 'llm.json'), JSON.stringify(more));
    const run = await readRecordedRun(folder, schema);
    expect(idsIn(run.results)).toEqual(threeIds);
    expect(run.warnings).toEqual(['events.jsonl holds 1 result of llm.json, which has 3 and is used']);
  });

  it('does without a result that does not look like one, and says which line that is', async () => {
    const folder = await runFolder();
    const journal = join(folder, 'events.jsonl');
    const text = readFileSync(journal, 'utf8').replace('"status":"passed"', '"status":"fine"');
    writeFileSync(journal, text);
    writeFileSync(join(folder, 'llm.json'), '[]');
    const run = await readRecordedRun(folder, schema);
    expect(idsIn(run.results)).toEqual(threeIds.slice(1));
    expect(run.warnings).toEqual(['line 3 of events.jsonl cannot be read']);
  });

  it('reads a journal of the first version', async () => {
    const folder = join(temporaryDirectory(), 'RUN_20261121_142959');
    mkdirSync(folder);
    const journal = readFileSync(new URL('../fixtures/journals/v1.jsonl', import.meta.url));
    writeFileSync(join(folder, 'events.jsonl'), journal);
    const { facts, results, warnings } = await readRecordedRun(folder, schema);
    expect({ tests: facts.outline?.tests, selected: facts.selected.size, status: facts.status }).toEqual({
      tests: 14,
      selected: 0,
      status: 'completed',
    });
    expect(new Set(idsIn(results)).size).toBe(14);
    expect(warnings).toEqual([]);
  });

  it('is no run where nothing of it can be read', async () => {
    const folder = temporaryDirectory();
    await expect(readRecordedRun(folder, schema)).rejects.toThrow(`${folder} is not the folder of a run`);
  });
});
