import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formatSchedule } from '../../src/cli/schedule-table.ts';
import { countsOf, validatePlan } from '../../src/cli/validate.ts';
import { noFilters, plannedTrials } from '../../src/domain/schedule.ts';
import { expandPlan } from '../../src/plan/expand-plan.ts';
import { chatPlan, planOf } from '../plan/plan-of.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

async function validate(file: string, options: { json?: boolean; color?: boolean; env?: Record<string, string> } = {}) {
  let output = '';
  const write = (text: string) => {
    output += text;
  };
  const code = await validatePlan(file, { json: false, color: false, env: {}, ...options, write });
  return { code, output: output.replaceAll(root, '') };
}

describe('validate', () => {
  it('counts what is in a valid plan', async () => {
    expect(await validate(`${root}plans/smoke.yaml`)).toEqual({
      code: 0,
      output: 'plans/smoke.yaml: valid: 2 domains, 1 loadout, 3 scenarios, 3 trials\n',
    });
  });

  it('gives the same as data', async () => {
    const { code, output } = await validate(`${root}plans/smoke.yaml`, { json: true });
    expect(code).toBe(0);
    expect(JSON.parse(output)).toEqual({
      file: 'plans/smoke.yaml',
      valid: true,
      problems: [],
      domains: 2,
      loadouts: 1,
      scenarios: 3,
      tests: 3,
      trials: 3,
    });
  });

  it('prints all problems of a plan and returns 2', async () => {
    const { code, output } = await validate(`${root}tests/fixtures/plans/placeholder.yaml`);
    expect(code).toBe(2);
    expect(output).toContain('placeholder.yaml:5:42: item 4 of "command" is the mapping {port}');
    expect(output).toContain('hint: put it in quotes: "{port}"\n\n1 problem in');
  });

  it('gives problems as data with their places', async () => {
    const { code, output } = await validate(`${root}tests/fixtures/plans/two-documents.yaml`, { json: true });
    expect(code).toBe(2);
    expect(JSON.parse(output)).toMatchObject({
      valid: false,
      problems: [{ message: 'a second YAML document begins here', line: 2, column: 1, length: 3 }],
    });
  });

  it.each([true, false])('never shows secrets, whether as data (%s) or not', async (json) => {
    const { output } = await validate(`${root}tests/fixtures/plans/secrets.yaml`, { json });
    expect(output).toContain('\\"command\\" is \\"vllm --api-key [redacted]\\"'.replaceAll('\\', json ? '\\' : ''));
    expect(output).not.toMatch(/not-to-be-printed|bm90LXRvLWJlLXByaW50ZWQ/);
  });

  it.each([true, false])('never shows a secret of the environment, whether as data (%s) or not', async (json) => {
    const env = { OPENAI_API_KEY: 'localhost:8000' };
    const { output } = await validate(`${root}tests/fixtures/plans/checks.yaml`, { json, env });
    expect(output).toContain('[redacted]');
    expect(output).not.toContain('localhost:8000');
  });

  it.each([true, false])(
    'names a file in such a way that nothing steers a terminal, as data (%s) or not',
    async (json) => {
      const { code, output } = await validate('no\u001b]0;owned\u0007\u009b31m\u202e.yaml', { json });
      expect(code).toBe(2);
      expect(output).toContain('there is no plan');
      expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    },
  );

  it('names the other file of a problem that does not stand in the plan', async () => {
    const file = `${root}tests/fixtures/plans/data-many.yaml`;
    const { code, output } = await validate(file, { json: true });
    expect(code).toBe(2);
    expect(JSON.parse(output).problems[0]).toEqual({
      message: '"priority" is "high"; it takes one of P0, P1, P2, P3, P4',
      hint: null,
      file: 'tests/fixtures/plans/data/many.csv',
      line: 2,
      column: 10,
      length: 4,
    });
    expect((await validate(file)).output).toContain('tests/fixtures/plans/data/many.csv:2:10: "priority" is "high"');
  });

  it('counts trials as a dry run and the run itself do, skipped tests among them', () => {
    const plan = planOf(
      chatPlan('- { id: A, prompt: x, repeats: 3 }\n- { id: B, prompt: x, repeats: 2, skip: later }'),
    );
    const schedule = expandPlan(plan, noFilters, {});
    const planned = schedule.stretches.flatMap(({ tests }) => tests.map(plannedTrials));
    expect(planned).toEqual([3, 1, 3, 1]);
    expect(countsOf(plan).trials).toBe(8);
    expect(formatSchedule(schedule, 100)).toContain('4 tests, 8 trials, 2 skipped; nothing was started');
  });

  it('colours only when it is told to', async () => {
    const file = `${root}tests/fixtures/plans/empty.yaml`;
    expect((await validate(file)).output).not.toContain('\u001b[');
    expect((await validate(file, { color: true })).output).toContain('\u001b[');
  });

  it('says in one sentence that there is no such plan', async () => {
    expect(await validate('nowhere.yaml')).toEqual({
      code: 2,
      output: 'there is no plan "nowhere.yaml"; examples are in plans/\n',
    });
    expect(JSON.parse((await validate('nowhere.yaml', { json: true })).output)).toMatchObject({ valid: false });
  });
});
