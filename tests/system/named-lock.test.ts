import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { takeLock } from '../../src/system/named-lock.ts';
import { until } from '../support/until.ts';

it('is held by one at a time, who tells the others who it is', async () => {
  const name = randomUUID();
  let self = 'the first';
  const first = await takeLock(name, () => self);
  if (first.kind !== 'taken') throw new Error('it was free');
  self = 'the first, later';
  expect(await takeLock(name, () => 'the second')).toEqual({ kind: 'held', said: 'the first, later' });
  expect((await takeLock(`${name}-other`, () => '')).kind).toBe('taken');
  first.lock.release();
  expect((await takeLock(name, () => 'the second')).kind).toBe('taken');
});

it('is free as soon as its holder was killed', async () => {
  const name = randomUUID();
  const module = fileURLToPath(new URL('../../src/system/named-lock.ts', import.meta.url));
  const holder = `
    import { takeLock } from ${JSON.stringify(module)};
    await takeLock(${JSON.stringify(name)}, () => 'it');
    setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', holder], { stdio: 'inherit' });
  await until(async () => {
    const outcome = await takeLock(name, () => 'me');
    if (outcome.kind === 'taken') outcome.lock.release();
    return outcome.kind === 'held' && outcome.said === 'it';
  }, 'the holder');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await takeLock(name, () => 'me')).kind).toBe('taken');
});
