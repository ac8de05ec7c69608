import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { planJsonSchema } from '../../src/plan/json-schema.ts';
import { parsePlan } from '../../src/plan/parse-plan.ts';
import { chatPlan, messagesOf } from './plan-of.ts';

const validate = new Ajv2020({ strict: false, allErrors: true }).compile(planJsonSchema());
const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** A plan with one domain on built-in models. */
function domainPlan(domain: string): string {
  return `name: x\nservices: { b: { adapter: builtin } }\ndomains: { ${domain} }`;
}

function servicePlan(service: string): string {
  return `name: x\nservices: { s: ${service} }\ndomains: { command: { scenarios: [{ id: A, steps: [{ run: make }] }] } }`;
}

describe('the published schema', () => {
  it.each(['example-plan.yaml', 'models-plan.yaml'])('accepts %s, as the runner does', (name) => {
    const text = readFileSync(`${fixtures}${name}`, 'utf8');
    expect(parsePlan(text, `${fixtures}${name}`).problems).toEqual([]);
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });

  // The others have faults that only the runner can see, or are no YAML.
  it.each([
    'checks',
    'data-form',
    'later-features',
    'list',
    'media',
    'misspelt-keys',
    'names',
    'placeholder',
    'roles',
    'services',
    'speech-checks',
    'thresholds',
    'units',
    'variables',
  ])('refuses the broken plan %s', (name) => {
    expect(validate(parse(readFileSync(`${fixtures}plans/${name}.yaml`, 'utf8')))).toBe(false);
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
    ['an unknown adapter', servicePlan('{ adapter: speaches }')],
    ['arguments beside a command', servicePlan('{ adapter: vllm, command: [vllm, "{port}"], args: [-x] }')],
    ['an audio server without a command', servicePlan('{ adapter: openai-audio }')],
    ['another thing to do about an Ollama', servicePlan('{ adapter: ollama, existing: keep }')],
    ['a service that is said to fit together by a number', `fitTogether: 2\n${servicePlan('{ adapter: ollama }')}`],
    ['an image under llm', chatPlan('- { id: A, prompt: x, image: plans/media/dot.png }')],
    ['a vlm scenario without image', domainPlan('vlm: { loadouts: [b/pixel-vlm], scenarios: [{ id: A, prompt: x }] }')],
    [
      'a vlm conversation without image',
      domainPlan('vlm: { loadouts: [b/pixel-vlm], scenarios: [{ id: A, turns: [{ user: x }] }] }'),
    ],
    ['an stt scenario without audio', domainPlan('stt: { loadouts: [b/modem-stt], scenarios: [{ id: A }] }')],
    ['a tts scenario without text', domainPlan('tts: { loadouts: [b/modem-tts], scenarios: [{ id: A }] }')],
    [
      'an unknown normaliser',
      domainPlan('tts: { loadouts: [b/modem-tts], scenarios: [{ id: A, text: x, normaliser: whisper }] }'),
    ],
    [
      'a share of more than everything',
      domainPlan(
        'tts: { loadouts: [{ label: l, tts: b/modem-tts, stt: b/modem-stt }], scenarios: [{ id: A, text: x, expect: [{ wer: 5 }] }] }',
      ),
    ],
    ['an sts loadout of one model', domainPlan('sts: { loadouts: [b/modem-stt], scenarios: [{ id: A, audio: x }] }')],
    [
      'an sts loadout with a role missing',
      domainPlan(
        'sts: { loadouts: [{ label: l, stt: b/modem-stt, llm: b/tiny-markov }], scenarios: [{ id: A, audio: x }] }',
      ),
    ],
    ['neither scenarios nor a file of them', domainPlan('llm: { loadouts: [b/tiny-markov] }')],
    [
      'a column for a field that there is not',
      domainPlan('llm: { loadouts: [b/tiny-markov], scenariosFrom: { file: a.csv, columns: { promt: x } } }'),
    ],
    ['a domain without driver', 'name: x\ndomains: { build: { scenarios: [{ id: A, steps: [{ run: make }] }] } }'],
    [
      'a domain called run',
      'name: x\ndomains: { run: { driver: command, scenarios: [{ id: A, steps: [{ run: make }] }] } }',
    ],
    ['no domains', 'name: x\ndomains: {}'],
    ['no name', 'domains: { command: { scenarios: [{ id: A, steps: [{ run: make }] }] } }'],
  ])('refuses %s, as the runner does', (_, text) => {
    expect(messagesOf(text)).not.toEqual([]);
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
