// What a user reads about each broken plan stands beside it in tests/fixtures/plans as a text file.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/plan/format-problems.ts';
import { parsePlan } from '../../src/plan/parse-plan.ts';

const folder = fileURLToPath(new URL('../fixtures/plans/', import.meta.url));
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

describe('a broken plan', () => {
  it.each(files)('%s is refused with all its problems, places and hints', async (file) => {
    const text = readFileSync(`${folder}${file}`, 'utf8');
    const { plan, problems } = parsePlan(text, `${folder}${file}`);
    expect(plan).toBeNull();
    const message = formatProblems(problems, { file: `plans/${file}`, text }, { color: false });
    // Paths of missing files are absolute.
    await expect(`${message.replaceAll(folder, '/plans/')}\n`).toMatchFileSnapshot(
      `${folder}${file.replace('.yaml', '.txt')}`,
    );
  });

  it.each(files)('%s never shows a secret that stands in it', (file) => {
    const text = readFileSync(`${folder}${file}`, 'utf8');
    const { problems } = parsePlan(text, `${folder}${file}`);
    const message = formatProblems(problems, { file, text }, { color: true });
    expect(message).not.toMatch(/not-to-be-printed|bm90LXRvLWJlLXByaW50ZWQ/);
  });

  it('never shows a secret of the environment that stands in it, and keeps the columns', () => {
    const text = 'name: x\ndomains:\n  llm: { note: correct horse battery, prmpt: 1 }\n';
    const { problems } = parsePlan(text, '/p.yaml');
    const message = formatProblems(
      problems,
      { file: 'p.yaml', text, secrets: ['correct horse battery'] },
      { color: false },
    );
    expect(message).toContain(`
> 3 |   llm: { note: ••••••• ••••• •••••••, prmpt: 1 }
    |                                       ^^^^^`);
  });

  it('never shows a secret that its sentences quote otherwise than it is written', () => {
    const text = [
      'name: x',
      'domains:',
      '  tools:',
      '    driver: command',
      '    scenarios: [{ id: A, steps: [{ run: x, env: { A_TOKEN: "\\x24{IJKL MNOPQR}" } }] }]',
    ].join('\n');
    const { problems } = parsePlan(text, '/p.yaml');
    expect(problems.map(({ message }) => message).join()).toContain('IJKL MNOPQR');
    const message = formatProblems(problems, { file: 'p.yaml', text }, { color: false });
    expect(message).not.toContain('IJKL');
  });

  it('is read for secrets in time, however long its lines are', () => {
    const parts = ['a-', '--a-token ', 'token: ', '${A:-', '${', 'http://a:', 'x.', '  ', 'KEY=', 'Authorization: '];
    for (const part of parts) {
      const text = `name: x\nbogus: ${part.repeat(50_000)}`;
      const { problems } = parsePlan(text, '/p.yaml');
      expect(formatProblems(problems, { file: 'p.yaml', text }, { color: false })).toContain('problem');
    }
  });
});
