// Which results do not belong to the files and variables of now.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashesOfNamedVariables, variablesOfTests } from '../../src/cli/named-variables.ts';
import { changedInputs, type Inputs, outdatedTests } from '../../src/cli/outdated-tests.ts';
import { type InputHashes, noOrigin } from '../../src/domain/origins.ts';
import { RecordedTests } from '../../src/engine/continuation.ts';
import { expandPlan } from '../../src/plan/expand-plan.ts';
import { filtersOf, planOf } from '../plan/plan-of.ts';
import { sampleResult } from '../support/sample-results.ts';

const directory = '/plans';
const plan = planOf(
  `
name: Inputs # \${COMMENTED}
services:
  up: { adapter: command, api: none, command: [node, serve.mjs, "{port}", "\${MODE:-fast}"] }
domains:
  served:
    driver: command
    loadouts: [up]
    scenarios: [{ id: U, steps: [{ run: "true" }] }]
  tools:
    driver: command
    scenarios:
      - { id: A, steps: [{ run: "echo \${GREETING}" }] }
      - { id: B, steps: [{ run: "echo $\${GREETING}" }] }`,
  join(directory, 'p.yaml'),
);
const schedule = expandPlan(plan, filtersOf({}), {});

function outdated(changed: Readonly<Record<string, InputHashes>>, now: InputHashes, before: InputHashes) {
  const tests = new RecordedTests();
  for (const [testId, changedInputs] of Object.entries(changed)) {
    tests.add(sampleResult({ testId }), { origin: { ...noOrigin, changedInputs } });
  }
  const inputs: Inputs = { before, now, variables: variablesOfTests(plan, schedule), directory };
  const { inputs: names, testIds } = outdatedTests(schedule, tests, inputs);
  return { names, tests: [...testIds] };
}

describe('results are outdated', () => {
  const unchanged = { 'U[up]': {}, A: {}, B: {} };

  it('where a file or a variable of their test has changed', () => {
    const before = { 'serve.mjs': '1', '${GREETING}': '1', '${MODE}': 'unset' };
    expect(outdated(unchanged, before, before)).toEqual({ names: [], tests: [] });
    expect(outdated(unchanged, { ...before, 'serve.mjs': '2' }, before)).toEqual({
      names: ['serve.mjs'],
      tests: ['U[up]'],
    });
    expect(outdated(unchanged, { ...before, '${MODE}': '1' }, before)).toEqual({
      names: ['${MODE}'],
      tests: ['U[up]'],
    });
    expect(outdated(unchanged, { ...before, '${GREETING}': '2' }, before)).toEqual({
      names: ['${GREETING}'],
      tests: ['A'],
    });
  });

  it('by what they were measured with themselves, not by what the run began with', () => {
    const before = { 'serve.mjs': '1' };
    const measuredWith2 = { 'U[up]': { 'serve.mjs': '2' } };
    expect(outdated(measuredWith2, { 'serve.mjs': '2' }, before)).toEqual({ names: [], tests: [] });
    expect(outdated(measuredWith2, before, before)).toEqual({ names: ['serve.mjs'], tests: ['U[up]'] });
    const withoutIt = { 'U[up]': { 'serve.mjs': null } };
    expect(outdated(withoutIt, {}, before)).toEqual({ names: [], tests: [] });
    expect(outdated(withoutIt, before, before)).toEqual({ names: ['serve.mjs'], tests: ['U[up]'] });
  });

  it('all of them where the version under test is another one', () => {
    const versioned = { ...plan, version: '${VER}' };
    const variables = variablesOfTests(versioned, schedule);
    expect([...variables].filter(([, names]) => names.has('${VER}')).map(([id]) => id)).toEqual(['U[up]', 'A', 'B']);
  });
});

it('tells what differs from the beginning', () => {
  const before = { a: '1', b: '1', c: '1' };
  expect(changedInputs({ before, now: { a: '1', b: '2', d: '1' } })).toEqual({ b: '2', c: null });
});

it('knows variables by hashes of their values, and says nothing of secrets', () => {
  const text = `
# a literal \${ needs two dollars
name: Named
services:
  up: { adapter: external, api: openai, url: "\${URL}" }
domains:
  tools:
    driver: command
    scenarios:
      - { id: A, steps: [{ run: "echo \${NAME} \${NONE:-1} \${API_TOKEN} $\${ESCAPED} \\u0024{CODED}" }] }`;
  const env = { NAME: 'abc', API_TOKEN: 'hidden-token', URL: 'http://user:hidden-token@host', ESCAPED: '1' };
  expect(hashesOfNamedVariables(planOf(text, join(directory, 'p.yaml')), env, ['hidden-token'])).toEqual({
    '${CODED}': 'unset',
    '${NAME}': 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    '${NONE}': 'unset',
  });
});
