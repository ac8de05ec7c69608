// Each plan that ships is valid, is what its schema says, and is completed by editors. That they run is shown elsewhere.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { noFilters } from '../../src/domain/schedule.ts';
import { expandPlan } from '../../src/plan/expand-plan.ts';
import { loadPlan } from '../../src/plan/load-plan.ts';
import { resolveVariables } from '../../src/plan/resolve-variables.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = `${root}plans/`;
const plans = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
const validate = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(`${folder}plan.schema.json`, 'utf8')));

describe('the plans that ship', () => {
  it('are these', () => {
    expect(plans.toSorted()).toEqual([
      'commands.yaml',
      'debian-speech.yaml',
      'full.yaml',
      'gpu-24gb.yaml',
      'llm.yaml',
      'my-server.yaml',
      'ollama.yaml',
      'smoke.yaml',
      'sts.yaml',
      'stt.yaml',
      'tts.yaml',
      'vlm.yaml',
    ]);
  });

  it.each(plans)('%s is valid, needs no variable and names its schema', async (file) => {
    const text = readFileSync(`${folder}${file}`, 'utf8');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./plan.schema.json');
    const plan = await loadPlan(`${folder}${file}`);
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
    const schedule = expandPlan(plan, noFilters, {});
    expect(schedule.notes).toEqual([]);
    expect(resolveVariables(plan, schedule, {}).schedule.stretches.length).toBeGreaterThan(0);
  });

  it('have a schema that is not stale', async () => {
    await promisify(execFile)(process.execPath, [`${root}scripts/plan-schema.ts`, '--check']);
  });
});
