import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../src/domain/plan.ts';
import { chatPlan, messagesOf, planOf } from './plan-of.ts';

const example = readFileSync(fileURLToPath(new URL('../fixtures/example-plan.yaml', import.meta.url)), 'utf8');

function onlyScenario(text: string): Scenario {
  const scenario = planOf(text).domains[0]?.scenarios[0];
  if (scenario === undefined) throw new Error('no scenario');
  return scenario;
}

describe('a plan', () => {
  it('is read with its defaults filled in, paths absolute and variables as written', () => {
    const plan = planOf(example, '/work/plans/example.yaml');
    expect([...plan.services.keys()]).toEqual(['builtin', 'ollama', 'mine', 'remote']);
    expect(plan.services.get('mine')).toEqual({
      name: 'mine',
      adapter: 'command',
      optional: false,
      env: {},
      stopGraceMs: 10_000,
      readyTimeoutMs: 120_000,
      restart: 1,
      position: { line: 13, column: 3 },
      command: ['python3', 'serve.py', '--port', '{port}'],
      cwd: '/work/plans',
      port: 'auto',
      ready: { kind: 'http', path: '/health' },
      api: 'openai',
      apiKey: null,
    });
    expect(plan.services.get('remote')).toMatchObject({ apiKey: '${REMOTE_API_KEY}', url: 'http://127.0.0.1:8000' });
    expect(plan.domains.map(({ name, driver }) => [name, driver])).toEqual([
      ['llm', 'llm'],
      ['build', 'command'],
    ]);
    expect(plan.source.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('splits service/model at the first slash and labels a loadout by its model', () => {
    const plan = planOf(
      'name: x\nservices: { o: { adapter: ollama } }\ndomains: { llm: { loadouts: [o/hf.co/a/b:q4], scenarios: [{ id: A, prompt: x }] } }',
    );
    expect(plan.domains[0]?.loadouts[0]).toMatchObject({
      label: 'hf.co/a/b:q4',
      members: [{ role: 'llm', service: 'o', model: 'hf.co/a/b:q4', options: {} }],
    });
  });

  it('reads a loadout with a member for each role', () => {
    const plan = planOf(`
name: x
services:
  site: { adapter: external, url: http://127.0.0.1:1, api: none }
  model: { adapter: ollama }
domains:
  suite:
    driver: command
    loadouts:
      - { label: both, web: site, llm: { service: model, model: m, options: { seed: 1 } } }
    scenarios: [{ id: A, steps: [{ run: "true" }] }]`);
    expect(plan.domains[0]?.loadouts[0]?.members).toEqual([
      { role: 'web', service: 'site', model: null, options: {} },
      { role: 'llm', service: 'model', model: 'm', options: { seed: 1 } },
    ]);
  });

  it('makes one turn of a prompt and leaves the checks with the scenario', () => {
    expect(onlyScenario(chatPlan('- { id: A, prompt: hello, expect: [{ contains: x }] }'))).toMatchObject({
      driver: 'llm',
      turns: [{ user: 'hello', expect: [] }],
      expect: [{ kind: 'contains', value: 'x', target: null, message: null }],
    });
  });

  it('lets the nearest setting win: scenario, then domain, then plan', () => {
    const text = `
name: x
defaults: { timeout: 5s, retries: 1, repeats: 2 }
domains:
  suite:
    driver: command
    defaults: { retries: 3, repeats: 4 }
    scenarios: [{ id: A, repeats: 6, steps: [{ run: "true" }] }]`;
    expect(onlyScenario(text)).toMatchObject({ timeoutMs: 5000, retries: 3, repeats: 6, warmup: 0 });
  });

  it('gives steps the surroundings of their domain and scenario, the nearest one winning', () => {
    const text = `
name: x
domains:
  suite:
    driver: command
    cwd: here
    env: { A: domain, B: domain, C: domain }
    scenarios:
      - id: S
        env: { B: scenario, C: scenario }
        steps: [{ run: "true", env: { C: step } }, { run: "true", cwd: /abs }]`;
    expect(onlyScenario(text)).toMatchObject({
      steps: [
        { cwd: '/plans/here', env: { A: 'domain', B: 'scenario', C: 'step' } },
        { cwd: '/abs', env: { A: 'domain', B: 'scenario', C: 'scenario' } },
      ],
    });
  });

  it.each([
    ['007', '007'],
    ['1.10', '1.10'],
    ['yes', 'yes'],
    ['true', 'true'],
    ['null', 'null'],
    ['0x1F', '0x1F'],
    ['1e3', '1e3'],
    ['2026-03-01', '2026-03-01'],
    ['"007"', '007'],
    ['""', ''],
  ])('keeps the text %s as it was written', (written, kept) => {
    const scenario = onlyScenario(chatPlan(`- { id: A, prompt: x, expect: [{ equals: ${written} }] }`));
    expect(scenario.expect[0]).toMatchObject({ kind: 'equals', value: kept });
  });

  it('keeps numbers as numbers where it takes numbers and free values', () => {
    const scenario = onlyScenario(
      chatPlan('- { id: A, prompt: x, repeats: 0x2, options: { temperature: 0.5, stop: ["1", null, true] } }'),
    );
    expect(scenario).toMatchObject({ repeats: 2, options: { temperature: 0.5, stop: ['1', null, true] } });
  });

  it.each([
    ['500ms', 500],
    ['60s', 60_000],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['1h', 3_600_000],
  ])('reads the duration %s', (written, ms) => {
    expect(onlyScenario(chatPlan(`- { id: A, prompt: x, timeout: ${written} }`)).timeoutMs).toBe(ms);
  });

  it('keeps domains in the order of the file, also those that are called like drivers or numbers', () => {
    const domain = (id: string) => `{ driver: command, scenarios: [{ id: ${id}, steps: [{ run: "true" }] }] }`;
    const plan = planOf(
      `name: x\ndomains:\n  zz: ${domain('A')}\n  "2": ${domain('B')}\n  command: ${domain('C')}\n  "1": ${domain('D')}`,
    );
    expect(plan.domains.map(({ name }) => name)).toEqual(['zz', '2', 'command', '1']);
  });

  it('uses a value again through an anchor', () => {
    const scenario = onlyScenario(chatPlan('- { id: A, prompt: &text hello, expect: [{ contains: *text }] }'));
    expect(scenario.expect[0]).toMatchObject({ value: 'hello' });
  });

  it('refuses a service that is not told its port, a model that is not known and two services with one address', () => {
    const messages = messagesOf(`
name: x
services:
  mute: { adapter: command, command: [serve], api: none }
  my-web: &web { adapter: external, url: http://127.0.0.1:1, api: none }
  my_web: *web
  builtin: { adapter: builtin }
domains:
  suite:
    driver: command
    loadouts: [builtin/tiny-markow, { label: both, a: my-web, b: my_web }]
    scenarios: [{ id: A, steps: [{ run: "true" }] }]`);
    expect(messages).toEqual([
      'the program is not told which free port was chosen for it',
      'no model "tiny-markow" ships with Flightdeck',
      '"a" and "b" would share the variable FLIGHTDECK_MY_WEB_URL',
    ]);
  });

  it('refuses an adapter and a driver that are no words', () => {
    const text = `
name: x
services: { a: { adapter: {} }, b: { adapter: [vllm] } }
domains:
  one: { driver: {}, scenarios: [] }
  two: { driver: , scenarios: [] }`;
    expect(messagesOf(text)).toEqual([
      '"adapter" is a mapping',
      '"adapter" is a list',
      '"driver" is a mapping',
      '"driver" is empty',
    ]);
  });
});
