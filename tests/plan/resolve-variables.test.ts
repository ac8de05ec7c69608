import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noFilters } from '../../src/domain/schedule.ts';
import { expandPlan } from '../../src/plan/expand-plan.ts';
import { PlanError } from '../../src/plan/problems.ts';
import { resolveVariables } from '../../src/plan/resolve-variables.ts';
import { substitute } from '../../src/plan/variables.ts';
import { filtersOf, planOf } from './plan-of.ts';

const text = `name: Test
version: "\${BUILD:-dev}"
services:
  remote:
    adapter: external
    url: "\${REMOTE_URL:-http://127.0.0.1:8000/}"
    api: openai
    apiKey: "\${REMOTE_API_KEY}"
  unused: { adapter: external, url: "\${NOWHERE}", api: openai, apiKey: literal-in-the-plan }
domains:
  llm:
    loadouts:
      - { service: remote, model: "\${MODEL:-m}", label: mine, options: { stop: ["\${STOP:-x}"] } }
    scenarios:
      - { id: A, prompt: "Cost: $\${5}, \${WHAT:-nothing}", expect: [{ matches: "\${PATTERN:-a}" }] }
  build:
    driver: command
    cwd: "\${DIR:-sub}"
    env: { API_TOKEN: "\${BUILD_TOKEN:-token-by-default}" }
    scenarios:
      - id: B
        steps: [{ run: "echo \${NEEDED} \${NEEDED} $HOME" }]
`;
const plan = planOf(text);
const llm = expandPlan(plan, filtersOf({ domains: ['llm'] }), {});
const all = expandPlan(plan, noFilters, {});

function problemsOf(run: () => unknown): PlanError {
  try {
    run();
  } catch (error) {
    if (error instanceof PlanError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('variables', () => {
  it('are filled in, with defaults where they are not set', () => {
    const { schedule, version } = resolveVariables(plan, llm, { REMOTE_API_KEY: 'k', WHAT: 'all' });
    const stretch = schedule.stretches[0];
    expect(version).toBe('dev');
    expect(stretch?.services.get('remote')).toMatchObject({ url: 'http://127.0.0.1:8000', apiKey: 'k' });
    expect(stretch?.loadout?.members[0]).toMatchObject({ model: 'm', options: { stop: ['x'] } });
    expect(stretch?.tests[0]?.scenario).toMatchObject({
      turns: [{ user: 'Cost: ${5}, all' }],
      expect: [{ pattern: 'a' }],
    });
  });

  it('make paths absolute once they have values', () => {
    const dirOf = (env: Record<string, string>) => {
      const { schedule } = resolveVariables(plan, all, { REMOTE_API_KEY: 'k', NEEDED: 'n', ...env });
      return schedule.stretches.at(-1)?.tests[0]?.scenario;
    };
    expect(dirOf({})).toMatchObject({ steps: [{ cwd: '/plans/sub', run: 'echo n n $HOME' }] });
    expect(dirOf({ DIR: '/abs' })).toMatchObject({ steps: [{ cwd: '/abs' }] });
  });

  it('that are not set are refused with every place, but only in parts that the schedule uses', () => {
    expect(problemsOf(() => resolveVariables(plan, all, {})).message).toMatchInlineSnapshot(`
      "/plans/test.yaml:8:14: the environment variable REMOTE_API_KEY is not set
         6 |     url: "\${REMOTE_URL:-http://127.0.0.1:8000/}"
         7 |     api: openai
      >  8 |     apiKey: "\${REMOTE_API_KEY}"
           |              ^^^^^^^^^^^^^^^^^
         9 |   unused: { adapter: external, url: "\${NOWHERE}", api: openai, apiKey: ••••••••••••••••••• }
        10 | domains:
        hint: set it, or give it a default: \${REMOTE_API_KEY:-…}; a literal \${ is written $\${

      /plans/test.yaml:22:30: the environment variable NEEDED is not set
        20 |     scenarios:
        21 |       - id: B
      > 22 |         steps: [{ run: "echo \${NEEDED} \${NEEDED} $HOME" }]
           |                              ^^^^^^^^^
        23 |
        hint: set it, or give it a default: \${NEEDED:-…}; a literal \${ is written $\${

      2 problems in /plans/test.yaml"
    `);
    expect(problemsOf(() => resolveVariables(plan, llm, {})).problems).toHaveLength(1);
  });

  it('whose values do not fit are refused', () => {
    const env = { REMOTE_API_KEY: 'k', REMOTE_URL: 'nowhere', PATTERN: '(' };
    expect(problemsOf(() => resolveVariables(plan, llm, env)).problems).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('takes an address'),
        position: { line: 6, column: 11 },
      }),
      expect.objectContaining({ message: expect.stringContaining('not a regular expression') }),
    ]);
  });

  it('whose values do not fit are quoted without the secrets in them', () => {
    const env = { REMOTE_API_KEY: 'key-of-remote', REMOTE_URL: 'ftp://key-of-remote@host' };
    const { message } = problemsOf(() => resolveVariables(plan, llm, env));
    expect(message).toContain('is "ftp://[redacted]@host"');
    expect(message).not.toContain('key-of-remote');
  });

  it('are filled in in every field of every kind of model', () => {
    const written = planOf(`
name: x
defaults: { language: "\${V}-default" }
services:
  l: { adapter: llama-server, args: ["\${V}"], apiKey: "\${V}", env: { A: "\${V}" }, cwd: "\${V}" }
  w: { adapter: whisper-server, command: ["\${V}", "{port}"] }
  a: { adapter: openai-audio, command: ["\${V}", "{port}"], ready: { http: "/\${V}" } }
  o: { adapter: ollama, command: ["\${V}"] }
domains:
  llm:
    loadouts: [l/m, o/n]
    scenarios: [{ id: L, prompt: x, responseSchema: { const: "\${V}" } }]
  tts:
    loadouts: [{ label: r, tts: a/m, stt: w/m }]
    scenarios:
      - { id: T, text: "\${V}", voice: "\${V}", reference: "\${V}", options: { x: "\${V}" }, expect: [{ equals: "\${V}" }] }`);
    const { schedule } = resolveVariables(written, expandPlan(written, noFilters, {}), { V: 'v' });
    const templates = schedule.stretches.flatMap(({ services }) => [...services.values()]);
    expect(templates).toMatchObject([
      { name: 'l', command: expect.arrayContaining(['v']), apiKey: 'v', env: { A: 'v' }, cwd: '/plans/v' },
      { name: 'o', command: ['v'] },
      { name: 'a', command: ['v', '{port}'], readyPath: '/v' },
      { name: 'w', command: ['v', '{port}'] },
    ]);
    expect(schedule.stretches.map(({ tests }) => tests[0]?.scenario)).toMatchObject([
      { responseSchema: { const: 'v' } },
      { responseSchema: { const: 'v' } },
      {
        text: 'v',
        voice: 'v',
        reference: 'v',
        language: 'v-default',
        options: { x: 'v' },
        expect: [{ value: 'v' }],
      },
    ]);
    const { problems } = problemsOf(() => resolveVariables(written, expandPlan(written, noFilters, {}), {}));
    expect(problems.map(({ position }) => position?.line)).toEqual([3, 5, 5, 5, 5, 6, 7, 7, 8, 12, 16, 16, 16, 16, 16]);
  });

  it('leave text without braces alone, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), (content) => {
        const plain = content.replaceAll('${', '');
        expect(substitute(plain, {}, () => {})).toBe(plain);
      }),
    );
  });

  it('are not looked for in the values of other variables', () => {
    expect(substitute('${A}', { A: '${B}', B: 'b' }, () => {})).toBe('${B}');
  });
});

describe('secrets', () => {
  it('are keys, and values of variables that are named like secrets, in the environment and in the plan', () => {
    const env = {
      REMOTE_API_KEY: 'key-of-remote',
      NEEDED: 'not-a-secret-at-all',
      OTHER_PASSWORD: 'hunter2hunter2',
      SHORT_TOKEN: '1234567',
      BUILD_TOKEN: 'token-of-build',
    };
    const { secrets } = resolveVariables(plan, all, env);
    expect(secrets.toSorted()).toEqual([
      'hunter2hunter2',
      'key-of-remote',
      'literal-in-the-plan',
      'token-by-default',
      'token-of-build',
    ]);
    expect(secrets.map(({ length }) => length)).toEqual(secrets.map(({ length }) => length).toSorted((a, b) => b - a));
  });

  it('are the keys of model servers too', () => {
    const service = (adapter: string) => `{ adapter: ${adapter}, command: [x, "{port}"], apiKey: "key-of-${adapter}" }`;
    const written = planOf(`name: x
services: { a: ${service('llama-server')}, b: ${service('vllm')}, c: ${service('whisper-server')}, d: ${service('openai-audio')} }
domains: { command: { scenarios: [{ id: A, steps: [{ run: make }] }] } }`);
    const { secrets } = resolveVariables(written, expandPlan(written, noFilters, {}), {});
    expect(secrets.toSorted()).toEqual([
      'key-of-llama-server',
      'key-of-openai-audio',
      'key-of-vllm',
      'key-of-whisper-server',
    ]);
  });

  it('are what addresses hand over by such names', () => {
    const written = planOf(`name: x
services: { a: { adapter: external, api: openai, url: "http://h/?api_key=key-of-address&n=1" } }
domains: { command: { scenarios: [{ id: A, steps: [{ run: make }] }] } }`);
    expect(resolveVariables(written, expandPlan(written, noFilters, {}), {}).secrets).toContain('key-of-address');
  });
});
