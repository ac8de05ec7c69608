// A journal of every format version so far, each made by a real run, and what a reader makes of it. A version that is added
// gets a file of its own here; the ones before it never change.
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { journalVersion } from '../../src/domain/events.ts';
import { readRun } from '../../src/report/read-run.ts';
import { allOf } from '../support/all-of.ts';
import { temporaryDirectory } from '../support/trial-tasks.ts';

const journals = fileURLToPath(new URL('../fixtures/journals/', import.meta.url));
const names = readdirSync(journals);

it('keeps one of each version', () => {
  expect(names).toEqual(Array.from({ length: journalVersion }, (_, index) => `v${index + 1}.jsonl`));
});

it.for(names)('reads all of %s', async (name) => {
  const folder = temporaryDirectory();
  copyFileSync(join(journals, name), join(folder, 'events.jsonl'));
  const { directory: _, runId: __, domains, ...run } = await readRun(folder);
  const results = await Promise.all(domains.map((domain) => allOf(domain.results())));
  expect({ ...run, domains: domains.map(({ results: _results, ...domain }) => domain) }).toMatchSnapshot('the run');
  expect(results.flat()).toMatchSnapshot('its results');
});
