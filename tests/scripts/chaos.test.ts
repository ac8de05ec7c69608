// Real runs, killed at random moments in random ways. `npm run chaos -- --seed S` repeats a round that went wrong.
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/chaos/chaos.ts', import.meta.url));
const rounds = '30';
const longestMs = 15 * 60_000;

it('loses nothing and leaves nothing, whatever is killed and when', { timeout: longestMs }, async () => {
  const { stdout, exitCode } = await execa(process.execPath, [script, '--rounds', rounds], { reject: false });
  expect(stdout).toMatch(/\nchaos: nothing was lost, nothing was left$/);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^all +30 +\d+( +0){7}$/m);
});
