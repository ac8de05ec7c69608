import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { planJsonSchema } from '../../src/plan/json-schema.ts';
import { chatPlan, messagesOf } from './plan-of.ts';

const validate = new Ajv2020({ strict: false, allErrors: true }).compile(planJsonSchema());
const example = readFileSync(new URL('../fixtures/example-plan.yaml', import.meta.url), 'utf8');

describe('the published schema', () => {
  it('accepts the example', () => {
    expect(messagesOf(example)).toEqual([]);
    expect(validate(parse(example))).toBe(true);
  });

  it.each([
    ['text that looks like a number', chatPlan('- { id: 7, prompt: 1.10, expect: [{ equals: 007 }] }')],
    [
      'a service that commands use',
      'name: x\nservices: { s: { adapter: external, url: http://a.b, api: none } }\ndomains: { web: { driver: command, loadouts: [s, { label: l, w: s }], scenarios: [{ id: A, steps: [{ run: make }] }] } }',
    ],
  ])('accepts %s, as the runner does', (_, text) => {
    expect(messagesOf(text)).toEqual([]);
    expect(validate(parse(text))).toBe(true);
  });

  it.each([
    ['an unknown key', chatPlan('- { id: A, promt: x }')],
    ['a duration without unit', chatPlan('- { id: A, prompt: x, timeout: 60 }')],
    ['a number that is text', chatPlan('- { id: A, prompt: x, repeats: three }')],
    ['a prompt beside turns', chatPlan('- { id: A, prompt: x, turns: [{ user: x }] }')],
    ['neither prompt nor turns', chatPlan('- { id: A }')],
    ['two checks in one', chatPlan('- { id: A, prompt: x, expect: [{ equals: a, contains: b }] }')],
    ['a check without kind', chatPlan('- { id: A, prompt: x, expect: [{ target: answer }] }')],
    [
      'a metric of another driver',
      'name: x\ndomains: { command: { scenarios: [{ id: A, steps: [{ run: make }], expect: [{ metric: { name: ttftMs, max: 1 } }] }] } }',
    ],
    [
      'a metric of whole trials in a turn',
      chatPlan('- { id: A, turns: [{ user: x, expect: [{ metric: { name: rssPeakMiB, max: 1 } }] }] }'),
    ],
    ['an unknown metric', chatPlan('- { id: A, prompt: x, expect: [{ metric: { name: ttft, max: 1 } }] }')],
    ['an unknown priority', chatPlan('- { id: A, prompt: x, priority: P5 }')],
    [
      'an unknown adapter',
      'name: x\nservices: { s: { adapter: vllm } }\ndomains: { command: { scenarios: [{ id: A, steps: [{ run: make }] }] } }',
    ],
    ['a domain without driver', 'name: x\ndomains: { build: { scenarios: [{ id: A, steps: [{ run: make }] }] } }'],
    [
      'a domain called run',
      'name: x\ndomains: { run: { driver: command, scenarios: [{ id: A, steps: [{ run: make }] }] } }',
    ],
    ['no domains', 'name: x\ndomains: {}'],
    ['no name', 'domains: { command: { scenarios: [{ id: A, steps: [{ run: make }] }] } }'],
  ])('refuses %s, as the runner does', (_, text) => {
    expect(messagesOf(text).length).toBeGreaterThan(0);
    expect(validate(parse(text))).toBe(false);
  });

  it('describes every field, so that editors can explain it', () => {
    const undescribed: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('properties' in value && typeof value.properties === 'object' && value.properties !== null) {
        for (const [key, property] of Object.entries(value.properties)) {
          if (!JSON.stringify(property).includes('"description"') && !JSON.stringify(property).includes('"$ref"'))
            undescribed.push(`${path}.${key}`);
        }
      }
      for (const [key, child] of Object.entries(value)) visit(child, `${path}.${key}`);
    };
    visit(planJsonSchema(), 'plan');
    expect(undescribed).toEqual([]);
  });
});
