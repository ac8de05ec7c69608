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

  it('never shows a secret that stands in it', () => {
    const text = readFileSync(`${folder}checks.yaml`, 'utf8');
    const { problems } = parsePlan(text, `${folder}checks.yaml`);
    const message = formatProblems(problems, { file: 'checks.yaml', text }, { color: true });
    expect(message).not.toContain('sk-not-to-be-printed');
  });
});
