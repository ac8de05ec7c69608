// What services and steps print is theirs: their secrets stay out of what we write, and their text stays text.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtureCommand, Workspace } from '../support/runner.ts';
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
    expect(stdout).toContain('│ red1\\ rtl');
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
