// What `npm run chaos`, `bench` and `picture` say of themselves, and to a slip of the finger.
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, it } from 'vitest';

const run = (script: string, args: readonly string[]) =>
  execa(process.execPath, [fileURLToPath(new URL(`../../scripts/${script}`, import.meta.url)), ...args], {
    reject: false,
  });

it.each([
  ['chaos/chaos.ts', 'npm run chaos -- [options]', ['--rounds', '--seed', '--jobs', '--only']],
  ['bench/bench.ts', 'npm run bench -- [options] [names...]', ['startup', 'recording', 'history']],
  ['picture/picture.ts', 'npm run picture -- [options]', ['--plan', '--svg']],
])('%s has a help', async (script, usage, names) => {
  const { stdout, exitCode } = await run(script, ['--help']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`Usage: ${usage}\n`);
  for (const name of names) expect(stdout).toContain(name);
});

it.each([
  ['chaos/chaos.ts', ['--rounds', 'x'], 'A whole number from 1 to 999999 is wanted.'],
  ['chaos/chaos.ts', ['--only', 'magic'], 'Allowed choices are SIGKILL to the runner, '],
  ['bench/bench.ts', ['nothing'], 'Allowed choices are startup, timing, overhead, recording, history.'],
  ['picture/picture.ts', ['--size', '3'], "unknown option '--size'"],
])('%s refuses %j', async (script, args, sentence) => {
  const { stderr, exitCode } = await run(script, args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(sentence);
});
