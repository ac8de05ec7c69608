// What services and steps print is theirs: their secrets stay out of what we write, and their text stays text.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fixtureCommand, runnerProgram, type TestEnd, Workspace } from '../support/runner.ts';
import { openTerminal } from '../support/terminal-session.ts';
import { zipEntries } from '../support/zip-entries.ts';

const key = 'sk-0f1e2d3c4b5a"quoted"';
const password = 'correct horse battery';
const openKey = 'written-into-the-plan';

/** Everything that the runner itself wrote, the workbook's parts included, by name. */
async function written(workspace: Workspace): Promise<Map<string, string>> {
  const { directory, files } = workspace.onDisk;
  const texts = new Map<string, string>();
  for (const name of files()) {
    if (name.startsWith('svc_')) continue;
    if (!name.endsWith('.xlsx')) texts.set(name, readFileSync(join(directory, name), 'utf8'));
    else for (const [part, text] of await zipEntries(join(directory, name))) texts.set(`${name}/${part}`, text);
  }
  return texts;
}

/** What the run printed, with the reporter on what it is made for. */
async function shownBy(reporter: string, workspace: Workspace, plan: string, test: TestEnd): Promise<string> {
  if (reporter !== 'tui') {
    const { stdout, stderr } = await workspace.run([plan, '--reporter', reporter]);
    return stdout + stderr;
  }
  const line = `"${runnerProgram}" "${plan}" --logs-dir "${workspace.logs}"`;
  const session = openTerminal(
    test,
    { columns: 120, rows: 40 },
    { line, cwd: workspace.directory, env: workspace.env },
  );
  await session.ended;
  expect(session.sent()).toContain('\u001b[?1049h'); // the dashboard, not plain lines
  return session.sent();
}

describe('hostile text', { concurrent: true }, () => {
  it.for(['plain', 'json'])(
    'with secrets in it is redacted everywhere, with the %s reporter',
    async (reporter, test) => {
      const workspace = new Workspace(test);
      const plan = workspace.plan(`
name: Secrets
services:
  echo: { adapter: command, api: openai, apiKey: "\${MODEL_ACCESS}", command: ${fixtureCommand('services/echoes-key.ts', '--port', '{port}')} }
  chatty: { adapter: command, api: none, env: { CHATTY_KEY: "\${MODEL_ACCESS}", AT: "{port}" }, command: [sh, -c, "echo my key is $CHATTY_KEY; exit 1"] }
  remote: { adapter: external, url: "http://127.0.0.1:1", api: openai, apiKey: ${openKey} }
domains:
  llm:
    loadouts: [echo/mini]
    scenarios: [{ id: A, prompt: Hello }]
  tools:
    driver: command
    scenarios:
      - { id: B, steps: [{ run: 'echo "it is $DB_PASSWORD"; echo "err $DB_PASSWORD" >&2; seq 1000 >&2', expect: [{ equals: "\${DB_PASSWORD}" }] }] }
  more:
    driver: command
    loadouts: [chatty]
    scenarios: [{ id: C, steps: [{ run: "true" }] }]`);
      const env = { MODEL_ACCESS: key, DB_PASSWORD: password };
      const { code, stdout, stderr } = await workspace.run([plan, '--reporter', reporter], { env });
      expect(code).toBe(1);
      const [chat, step, neverUp] = workspace.onDisk.results;
      expect(neverUp?.error).toContain('its last line: "my key is [redacted]"');
      expect(chat?.error).toMatch(/answered POST \S+ with HTTP 500: no quota for Bearer \[redacted\]$/);
      expect(step?.actual).toMatchObject({ content: 'it is [redacted]\n', path: null });
      const texts = new Map([...(await written(workspace)), ['stdout', stdout], ['stderr', stderr]]);
      const xml = key.replaceAll('"', '&quot;');
      const secrets = [key, JSON.stringify(key).slice(1, -1), xml, password, openKey];
      const leaks = [...texts].filter(([, text]) => secrets.some((secret) => text.includes(secret)));
      expect(leaks.map(([name]) => name)).toEqual([]);
      expect(texts.get('artifacts/tools_B_1_1_step1.stderr.txt')).toMatch(/^err \[redacted\]\n1\n/);
    },
  );

  it('with secrets in it is redacted in whatever way a service repeats them', async (test) => {
    const workspace = new Workspace(test);
    const ways = ['address', 'base64', 'json', 'page', 'colour', 'cut', 'pieces'];
    const plan = workspace.plan(`
name: Secrets in disguise
services:
  echo: { adapter: command, api: openai, apiKey: "\${MODEL_ACCESS}", command: ${fixtureCommand('services/echoes-key-in-disguise.ts', '--port', '{port}')} }
domains:
  llm:
    defaults: { warmup: 0 }
    loadouts: [echo/mini]
    scenarios:
${ways.map((way) => `      - { id: ${way}, prompt: ${way} }`).join('\n')}
  tools:
    driver: command
    scenarios: [{ id: step, steps: [{ run: 'echo --api-key literal-0123456789; printf %s "$MODEL_ACCESS" | base64 -w0' }] }]`);
    const { stdout } = await workspace.run([plan], { env: { MODEL_ACCESS: key } });
    const errors = new Map(
      workspace.onDisk.results.map(({ scenario, error }) => [scenario, error?.split('HTTP 500: ')[1]]),
    );
    expect(errors.get('address')).toBe('see /login?key=[redacted]&again=1');
    expect(errors.get('base64')).toMatch(/^got Authorization: Basic .{1,6}\[redacted\].{0,4}$/);
    expect(errors.get('json')).toBe('upstream said {"key":"[redacted]"}, and no more');
    expect(errors.get('page')).toBe('<b>[redacted]</b>');
    expect(errors.get('colour')).toBe('key [redacted]');
    expect(errors.get('cut')).toBe(`${'.'.repeat(285)} [redacted]`);
    const found = Object.fromEntries(
      workspace.onDisk.results.map(({ scenario, actual }) => [scenario, actual?.content]),
    );
    expect(found).toMatchObject({
      pieces: '[redacted]',
      step: expect.stringMatching(/^--api-key \[redacted\]\n\[redacted\]/),
    });
    const start = key.slice(0, 8);
    const forms = [start, Buffer.from(key).toString('base64').slice(0, 10), 'literal-0123456789'];
    const texts = new Map([...(await written(workspace)), ['stdout', stdout]]);
    const leaks = [...texts].filter(([, text]) => forms.some((form) => text.includes(form)));
    // The plan itself is kept with what is known to be secret taken out.
    expect(leaks.map(([name]) => name)).toEqual([]);
  });

  it.for(['plain', 'json'])(
    'of a plan leaves its secrets nowhere, however YAML writes them, with the %s reporter',
    async (reporter, test) => {
      const workspace = new Workspace(test);
      const remote = 'adapter: external, api: openai, url: "http://127.0.0.1:1"';
      const text = `
name: Secrets in YAML
services:
  escaped: { ${remote}, apiKey: "ABCD\\x45FGHIJKLMNOPQ" }
  quoted: { ${remote}, apiKey: 'quo''tedsecret99' }
  folded: { ${remote}, apiKey: "FOLDEDPART1
      FOLDEDPART2" }
  block:
    adapter: external
    api: openai
    url: "http://127.0.0.1:1/?api_key=URLQUERYSECRET1"
    apiKey: >-
      BLOCKPARTONE
      BLOCKPARTTWO
  mine: { adapter: command, api: none, command: [sleep, "1"], port: 4000, env: { HF_TOKEN: "hf_\\u0041BCDEFGHIJ", OTHER_SECRET: 'it''ssecret12' } }
domains:
  tools:
    driver: command
    scenarios: [{ id: A, steps: [{ run: "true", env: { SOME_PASSWORD: "pw\\x41BCDEFGHI" } }] }]
`;
      const plan = workspace.plan(text);
      const { code, stdout } = await workspace.run([plan, '--reporter', reporter]);
      expect(code).toBe(0);
      const { content, sha256 } = parse(workspace.onDisk.text('system_info.yaml')).plan;
      expect(sha256).toBe(createHash('sha256').update(text).digest('hex'));
      const { services, domains } = parse(content);
      expect(services).toMatchObject({
        ...Object.fromEntries(['escaped', 'quoted', 'folded', 'block'].map((name) => [name, { apiKey: '[redacted]' }])),
        mine: { env: { HF_TOKEN: '[redacted]', OTHER_SECRET: '[redacted]' } },
      });
      expect(domains.tools.scenarios[0].steps[0]).toEqual({ run: 'true', env: { SOME_PASSWORD: '[redacted]' } });
      const pieces = /FGHIJK|tedsecret|FOLDEDPART|BLOCKPART|BCDEFGHI|ssecret12|URLQUERY/;
      const texts = new Map([...(await written(workspace)), ['stdout', stdout]]);
      expect([...texts].filter(([, part]) => pieces.test(part)).map(([name]) => name)).toEqual([]);
      expect((await workspace.run(['run', '--continue', 'latest'])).stdout).toContain('nothing is pending');
    },
  );

  it('with secrets in it is redacted where escape sequences interrupt them', async (test) => {
    const workspace = new Workspace(test);
    const coloured = 'printenv MY_API_KEY | grep --color=always sk-proj';
    const plan = workspace.plan(`
name: Secrets in colour
services:
  chatty: { adapter: command, api: none, env: { AT: "{port}" }, command: [sh, -c, "${coloured}; exit 1"] }
domains:
  tools:
    driver: command
    scenarios: [{ id: A, steps: [{ run: '${coloured}', expect: [{ equals: x }] }] }]
  more:
    driver: command
    loadouts: [chatty]
    scenarios: [{ id: B, steps: [{ run: "true" }] }]`);
    const { stdout } = await workspace.run([plan], { env: { MY_API_KEY: 'sk-proj-0123456789abcdef' } });
    const [step, neverUp] = workspace.onDisk.results;
    expect(step?.actual).toMatchObject({ content: '\u001b[01;31m\u001b[K[redacted]\n' });
    expect(neverUp?.error).toContain('its last line: "[redacted]"');
    const texts = new Map([...(await written(workspace)), ['stdout', stdout]]);
    expect([...texts].filter(([, text]) => text.includes('0123456789')).map(([name]) => name)).toEqual([]);
  });

  it.for(['plain', 'json', 'tui'])(
    'of a model reaches nothing but as text, with the %s reporter',
    async (reporter, test) => {
      const workspace = new Workspace(test);
      const plan = workspace.plan(`
name: Hostile model
services:
  hostile: { adapter: command, api: openai, command: ${fixtureCommand('services/hostile-answer.ts', '--port', '{port}')} }
domains:
  llm:
    defaults: { warmup: 0 }
    loadouts: ["hostile/../../=cmd() <b>"]
    scenarios:
      - { id: "=cmd() 🙂", name: "=cmd()<script>", prompt: Hello, expect: [{ equals: x }, { target: reasoning, equals: y }] }
      - { id: "=cmd() 🙃", prompt: Hello }
      - { id: C, prompt: refuse }`);
      const screen = await shownBy(reporter, workspace, plan, test);
      expect(screen).not.toMatch(/\u001b\](?!8;;)|\u001bP|\u0000|[\u0080-\u009f\u061c\u202a-\u202e\u2066-\u2069]/);
      expect(screen).not.toMatch(/\u001b\[2J[^\u001b]*evil/);
      const { files, results, text } = workspace.onDisk;
      for (const name of files()) expect(name).toMatch(/^(artifacts\/)?[\w.-]+$/);
      expect(results.map(({ status }) => status)).toEqual(['failed', 'passed', 'error']);
      const paths = results.flatMap(({ actual }) => (actual?.path == null ? [] : [actual.path]));
      expect(new Set(paths)).toEqual(new Set(['artifacts/llm_cmd_cmd-b_1_1.txt', 'artifacts/llm_cmd_cmd-b_1_1-2.txt']));
      for (const path of paths) expect(text(path)).toContain('\u001b]52;c;b3duZWQ=\u0007');
      expect(text(paths[0] ?? '')).toMatch(/\ufffd\ufffd$/);
      for (const [name, part] of await written(workspace)) {
        if (name.startsWith('report.xlsx/')) expect(part, name).not.toMatch(/<f>|<script>|[\u0000-\u0008\u001b\u202e]/);
        else if (!name.startsWith('artifacts/'))
          expect(part, name).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u0080-\u009f\u202e]/);
      }
    },
  );

  it('with escape sequences in it reaches the terminal and the logs as text', async (test) => {
    const workspace = new Workspace(test);
    const plan = workspace.plan(`
name: "Escapes \\e[31m"
domains:
  tools:
    driver: command
    scenarios:
      - id: A
        name: "Title \\e]0;owned\\a"
        steps: [{ run: 'seq 1000; printf "\\033]0;owned\\007\\033[2J\\033[31mred\\033[0m\\033P1$r\\033\\\\ \\342\\200\\256rtl\\n=cmd()\\n"; exit 1' }]`);
    const { code, stdout, stderr } = await workspace.run([plan]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('│ red rtl');
    expect(stdout).toContain('A  Title');
    const { text } = workspace.onDisk;
    for (const shown of [stdout, text('progression.log')]) {
      expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
    for (const data of [text('events.jsonl'), text('tools.json'), text('run.json')]) {
      expect(data).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    }
    expect(text('artifacts/tools_A_1_1_step1.stdout.txt')).toContain('\u001b]0;owned\u0007');
  });
});
