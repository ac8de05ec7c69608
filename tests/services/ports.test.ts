// Ports of services: no two runs choose the same one while its service is on the way, and none that the system hands out.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { chooseFreePort, choosePort, portLock } from '../../src/services/ports.ts';
import { takeLock } from '../../src/system/named-lock.ts';

it('stays clear of the ports that systems hand out by themselves', async () => {
  const chosen = await Promise.all(Array.from({ length: 50 }, () => choosePort('mine', 'auto')));
  for (const { release } of chosen) release();
  const ports = chosen.map(({ port }) => port);
  expect(new Set(ports).size).toBe(50);
  expect(Math.min(...ports)).toBeGreaterThanOrEqual(20_000);
  expect(Math.max(...ports)).toBeLessThan(32_768);
});

it('chooses none that another run has chosen, although nobody listens there yet', async () => {
  const [theirs, free] = [20_001, 20_003];
  const lock = await takeLock(portLock(theirs), () => '');
  if (lock.kind === 'taken') onTestFinished(() => lock.lock.release());
  const draws = [theirs, free];
  const chosen = await chooseFreePort(() => draws.shift() ?? free);
  onTestFinished(() => chosen.release());
  expect(chosen.port).toBe(free);
});

it('chooses none on which somebody listens', async () => {
  const [held, free] = [20_005, 20_007];
  const server = createServer().listen(held, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const draws = [held, free];
  const chosen = await chooseFreePort(() => draws.shift() ?? free);
  onTestFinished(() => chosen.release());
  expect(chosen.port).toBe(free);
});

it('keeps a port from other runs until it is released', async () => {
  const chosen = await choosePort('mine', 'auto');
  expect((await takeLock(portLock(chosen.port), () => '')).kind).toBe('held');
  chosen.release();
  const lock = await takeLock(portLock(chosen.port), () => '');
  expect(lock.kind).toBe('taken');
  if (lock.kind === 'taken') lock.lock.release();
});
