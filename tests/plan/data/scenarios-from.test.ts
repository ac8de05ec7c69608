import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noFilters } from '../../../src/domain/schedule.ts';
import { expandPlan } from '../../../src/plan/expand-plan.ts';
import { parsePlan } from '../../../src/plan/parse-plan.ts';
import { PlanError } from '../../../src/plan/problems.ts';
import { resolveVariables } from '../../../src/plan/resolve-variables.ts';
import { filtersOf, planOf, testIdsOf } from '../plan-of.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

function text(from: string, driver = 'llm', model = 'tiny-markov'): string {
  return `name: x
services: { builtin: { adapter: builtin } }
domains:
  ${driver}:
    loadouts: [builtin/${model}, { service: builtin, model: ${model}, label: two }]
    scenariosFrom: ${from}
`;
}

const plan = (...from: Parameters<typeof text>) => planOf(text(...from), join(folder, 'p.yaml'));
const scenarios = (...from: Parameters<typeof text>) => plan(...from).domains.flatMap((domain) => domain.scenarios);
const problems = (...from: Parameters<typeof text>) => parsePlan(text(...from), join(folder, 'p.yaml')).problems;

function resolved(from: string, env: Record<string, string> = {}) {
  const written = plan(from);
  return resolveVariables(written, expandPlan(written, noFilters, {}), env).schedule.stretches[0]?.tests[0]?.scenario;
}

describe('rows of a data file', () => {
  it('fill the fields that are called like their columns, as those fields take text', () => {
    file(
      'cases.csv',
      'id,prompt,priority,repeats,timeout,tags,loadouts,dependsOn,other\nA,Hello,P0,3,5s,x; y,two,,z\nB,007,,,,,two,A,z\n',
    );
    expect(scenarios('cases.csv')).toMatchObject([
      {
        id: 'A',
        turns: [{ user: 'Hello' }],
        priority: 'P0',
        repeats: 3,
        timeoutMs: 5000,
        tags: ['x', 'y'],
        loadouts: ['two'],
      },
      { id: 'B', turns: [{ user: '007' }], priority: 'P2', dependsOn: ['A'] },
    ]);
  });

  it('stand beside scenarios of the plan and those of other files, and are selected in the same way', () => {
    file('a.csv', 'id,prompt,tags\nA,Hello,smoke\n');
    file('b.jsonl', '{"id": "B", "prompt": "Hello", "dependsOn": ["C"], "tags": ["smoke"]}\n');
    const both = planOf(
      `${text('[a.csv, b.jsonl]')}    scenarios: [{ id: C, prompt: hello }]\n`,
      join(folder, 'p.yaml'),
    );
    const ids = (filters: Parameters<typeof filtersOf>[0]) => testIdsOf(expandPlan(both, filtersOf(filters), {}));
    expect(ids({ loadouts: ['two'] })).toEqual(['C[two]', 'A[two]', 'B[two]']);
    expect(ids({ tags: ['smoke'], loadouts: ['two'] })).toEqual(['A[two]', 'B[two]']);
    expect(ids({ ids: ['A'] })).toEqual(['A[tiny-markov]', 'A[two]']);
  });

  it('take columns of other names, and fields of a template with cells in it', () => {
    file('cases.csv', 'id,question,answer,limit,lang\n1,What is 1+1?,2,900,en\n2,Why?,because,,\n');
    const from = `
      file: cases.csv
      columns: { prompt: question }
      template:
        id: "Q-{id}"
        name: "{question} ({lang})"
        system: "Answer in {lang}. {{lang}} {\\"json\\": true}"
        maxTokens: "{limit}"
        expect: [{ contains: "{answer}" }, { metric: { name: ttftMs, max: 500 } }]`;
    expect(scenarios(from)).toMatchObject([
      {
        id: 'Q-1',
        name: 'What is 1+1? (en)',
        system: 'Answer in en. {lang} {"json": true}',
        maxTokens: 900,
        expect: [{ value: '2' }, { metric: 'ttftMs', max: 500 }],
      },
      { id: 'Q-2', name: 'Why? ()', maxTokens: 512, expect: [{ value: 'because' }, { max: 500 }] },
    ]);
  });

  it('keep an id of their own where the plan maps only other columns', () => {
    file('cases.csv', 'id,question\nA,Why?\n');
    expect(scenarios('{ file: cases.csv, columns: { prompt: question } }')).toMatchObject([{ id: 'A' }]);
    expect(scenarios('{ file: cases.csv, columns: { prompt: question, id: question } }')).toMatchObject([
      { id: 'Why?' },
    ]);
  });

  it('have ids of their content, which stay when rows and columns move', () => {
    file('my cases.csv', 'prompt,group\nOne,a\nTwo,b\n');
    file('moved/my cases.csv', 'group,prompt\nb,Two\na,One\nc,Three\n');
    const ids = scenarios('my cases.csv').map(({ id }) => id);
    expect(ids).toEqual(['my-cases-d5f4484f', 'my-cases-e86f91fe']);
    expect(scenarios('moved/my cases.csv').map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  });

  it('have longer ids where different rows would share one', () => {
    file('cases.csv', 'prompt\n10282\n49535\n1\n');
    expect(scenarios('cases.csv').map(({ id }) => id)).toEqual([
      'cases-6e18b31647dfd3cf',
      'cases-6e18b316023fe389',
      expect.stringMatching(/^cases-[0-9a-f]{8}$/),
    ]);
  });

  it('may be structured in JSON Lines and YAML', () => {
    file(
      'cases.jsonl',
      '{"id": "A", "turns": [{"user": "Hi", "expect": [{"equals": 1.10}]}], "options": {"seed": 1, "stop": ["x"]}, "group": null}\n',
    );
    file('cases.yaml', '- id: B\n  prompt: 1.10\n  expect: [{ contains: 007 }]\n  options: { seed: 1 }\n');
    expect(scenarios('[cases.jsonl, cases.yaml]')).toMatchObject([
      { id: 'A', turns: [{ user: 'Hi', expect: [{ value: '1.10' }] }], options: { seed: 1, stop: ['x'] }, group: null },
      { id: 'B', turns: [{ user: '1.10' }], expect: [{ value: '007' }], options: { seed: 1 } },
    ]);
  });

  it('are data: variables are filled in in the template and nowhere else', () => {
    file('cases.csv', 'id,question,name\nA,What is ${HOME} and $${X}?,${NAME}\n');
    const from =
      '{ file: cases.csv, template: { prompt: "${WHO:-you}: {question}", name: "{name}", options: { stop: "{question}" } } }';
    expect(resolved(from, { WHO: 'me', HOME: '/root', NAME: 'n', X: 'x' })).toMatchObject({
      name: '${NAME}',
      turns: [{ user: 'me: What is ${HOME} and $${X}?' }],
      options: { stop: 'What is ${HOME} and $${X}?' },
    });
  });

  it('are data in JSON Lines and YAML as well', () => {
    file('cases.jsonl', '{"id": "A", "prompt": "${HOME}", "options": {"stop": "${HOME}"}}\n');
    file('cases.yaml', '- { id: A, prompt: "${HOME}", options: { stop: "${HOME}" } }\n');
    for (const name of ['cases.jsonl', 'cases.yaml']) {
      expect(resolved(name)).toMatchObject({ turns: [{ user: '${HOME}' }], options: { stop: '${HOME}' } });
    }
  });

  it('name the place in the template where a variable is not set', () => {
    file('cases.csv', 'id,question\nA,Why?\nB,How?\n');
    const from = '{ file: cases.csv, template: { prompt: "${WHO}: {question}" } }';
    expect(() => resolved(from)).toThrow(PlanError);
    expect(() => resolved(from)).toThrow(/p\.yaml:6:60: the environment variable WHO is not set/);
  });

  it('name recordings by paths from their own folder', () => {
    file('data/cases.csv', 'id,audio,reference\nA,clips/a.wav,hello\n');
    file('data/clips/a.wav', 'sound');
    file('data/cases.jsonl', '{"id": "B", "clip": "a"}\n');
    const from = '[data/cases.csv, { file: data/cases.jsonl, template: { audio: "clips/{clip}.wav" } }]';
    const audio = join(folder, 'data/clips/a.wav');
    expect(scenarios(from, 'stt', 'modem-stt')).toMatchObject([{ audio }, { audio }]);
    const later = '{ file: data/cases.jsonl, template: { audio: "${CLIPS:-clips}/{clip}.wav" } }';
    const written = plan(later, 'stt', 'modem-stt');
    const { schedule } = resolveVariables(written, expandPlan(written, noFilters, {}), {});
    expect(schedule.stretches[0]?.tests[0]?.scenario).toMatchObject({ audio });
  });

  it('are read with a byte order mark and all kinds of line ends', () => {
    file('cases.csv', '\ufeffid,prompt\r\nA,Hello\r\nB,"one\r\ntwo"\r\n');
    expect(scenarios('cases.csv')).toMatchObject([{ id: 'A' }, { id: 'B', turns: [{ user: 'one\r\ntwo' }] }]);
  });

  it('say a fault of the template once, not once for each row', () => {
    file('cases.csv', `id,question\n${Array.from({ length: 50 }, (_, index) => `Q${index},Why?`).join('\n')}\n`);
    const found = problems('{ file: cases.csv, template: { prompt: "{question}", repeats: many } }');
    expect(found.map(({ message, position }) => [message, position])).toEqual([
      ['"repeats" is "many"; it takes a whole number', { line: 6, column: 82 }],
    ]);
  });

  it('that are nested without end are refused', () => {
    const deep = `${'['.repeat(200)}${']'.repeat(200)}`;
    file('cases.jsonl', `{"id": "A", "prompt": "x", "options": {"x": ${deep}}}\n${'['.repeat(100_000)}\n`);
    expect(problems('cases.jsonl').map(({ message }) => message)).toEqual([
      'is nested more than 50 deep',
      'not JSON: the line ends where a value is expected',
    ]);
  });

  it('cannot reach what objects inherit', () => {
    file('cases.jsonl', '{"id": "A", "prompt": "x", "__proto__": {"polluted": true}, "constructor": 1}\n');
    expect(scenarios('cases.jsonl')).toMatchObject([{ id: 'A' }]);
    expect(problems('{ file: cases.jsonl, template: { prompt: "{toString}" } }')).toMatchObject([
      { message: 'cases.jsonl has no column "toString"' },
    ]);
  });
});
