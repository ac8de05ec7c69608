import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { takeSnapshot } from '../../src/cli/snapshot.ts';
import { expandPlan } from '../../src/plan/expand-plan.ts';
import { resolveVariables } from '../../src/plan/resolve-variables.ts';
import { filtersOf, planOf } from '../plan/plan-of.ts';

const text = `name: P
services:
  named: { adapter: command, command: [node, serve.mjs], port: 4000, api: none }
  chosen: { adapter: command, command: [node, "\${SERVE}"], port: 4001, api: none }
domains:
  command:
    loadouts: [named, chosen]
    scenarios: [{ id: A, steps: [{ run: "true" }] }]`;

function snapshotFor(directory: string, loadouts: readonly string[]) {
  const plan = planOf(text, join(directory, 'p.yaml'));
  const filters = filtersOf({ loadouts });
  const { schedule, secrets } = resolveVariables(plan, expandPlan(plan, filters, {}), { SERVE: 'other.mjs' });
  return takeSnapshot({ plan, schedule, secrets, triggeredBy: 'test' }, new Date());
}

it('hashes the files that the plan names, with variables filled in where a service is used', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'flightdeck-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const name of ['serve.mjs', 'other.mjs']) writeFileSync(join(directory, name), name);
  const all = await snapshotFor(directory, []);
  expect(Object.keys(all.plan.files)).toEqual(['other.mjs', 'serve.mjs']);
  const some = await snapshotFor(directory, ['named']);
  expect(Object.keys(some.plan.files)).toEqual(['serve.mjs']);
});
