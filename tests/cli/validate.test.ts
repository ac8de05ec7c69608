import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { validatePlan } from '../../src/cli/validate.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

async function validate(file: string, options: { json?: boolean; color?: boolean } = {}) {
  let output = '';
  const write = (text: string) => {
    output += text;
  };
  const code = await validatePlan(file, { json: false, color: false, ...options, write });
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
