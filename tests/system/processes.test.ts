import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { carriers, identify, isAlive, listProcesses, nameOf, tagged } from '../../src/system/processes.ts';
import { parseStat } from '../../src/system/processes-linux.ts';
import { parsePs } from '../../src/system/processes-mac.ts';
import { signalProcess } from '../../src/system/signals.ts';
import { until } from '../support/until.ts';

it('knows a process by pid and start time, and an ended one as dead', async () => {
  const child = spawn('sleep', ['60'], { env: { ...process.env, FLIGHTDECK_TEST: 'one two' } });
  const identity = identify(child.pid ?? 0);
  if (identity === null) throw new Error('the child is not there');
  expect(isAlive(identity)).toBe(true);
  expect(isAlive({ ...identity, startTime: '1' })).toBe(false);
  expect(listProcesses().find(({ pid }) => pid === child.pid)?.parent).toBe(process.pid);
  expect(nameOf(identity.pid)).toBe('sleep');
  expect(carriers('FLIGHTDECK_TEST')).toEqual(new Map([[identity.pid, 'one two']]));
  expect(carriers('FLIGHTDECK_TES')).toEqual(new Map());
  expect(tagged([identity.pid, process.pid], ['FLIGHTDECK_TEST=one two'])).toEqual(new Set([identity.pid]));
  expect(tagged([identity.pid], ['FLIGHTDECK_TEST=one'])).toEqual(new Set());
  expect(signalProcess({ ...identity, startTime: '1' }, 'SIGKILL')).toBe('gone');
  expect(signalProcess(identity, 'SIGKILL')).toBe('sent');
  await until(() => !isAlive(identity), 'the end of the child');
  expect(signalProcess(identity, 'SIGTERM')).toBe('gone');
});

it.runIf(process.platform === 'linux')('counts a zombie as dead', async () => {
  // The shell becomes a program that never waits for the child it inherits.
  const child = spawn('sh', ['-c', 'sleep 0.1 & exec sleep 60'], { stdio: 'ignore' });
  const zombie = await until(
    () => listProcesses().find(({ parent }) => parent === child.pid),
    'the child of the shell',
  );
  await until(() => !isAlive(zombie), 'its end');
  expect(identify(zombie.pid)).toMatchObject({ startTime: zombie.startTime });
  expect(() => process.kill(zombie.pid, 0)).not.toThrow();
  expect(listProcesses().some(({ pid }) => pid === zombie.pid)).toBe(false);
  child.kill('SIGKILL');
});

it.each([0, 1, -5, 1.5, process.pid])('refuses to signal process %s', (pid) => {
  expect(() => signalProcess({ pid, startTime: '1' }, 'SIGKILL')).toThrow(`refuses to send SIGKILL to process ${pid}`);
});

it('reads a line of /proc/PID/stat, whatever the program is called', () => {
  const fields = 'S 10 20 30 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 987654 1 1';
  expect(parseStat(7, `7 (a) S 1 (b)) ${fields}`)).toEqual({
    pid: 7,
    startTime: '987654',
    parent: 10,
    group: 20,
    session: 30,
    dead: false,
  });
  expect(parseStat(7, `7 (x) Z${fields.slice(1)}`)?.dead).toBe(true);
  expect(parseStat(7, '')).toBeNull();
});

it('reads a line of ps on macOS, where sessions are not shown', () => {
  expect(parsePs('  501     1   501      0 Ss   Sat Nov 21 04:03:00 2026')).toEqual({
    pid: 501,
    startTime: 'Sat Nov 21 04:03:00 2026',
    parent: 1,
    group: 501,
    session: 501,
    dead: false,
  });
  expect(parsePs('  7 1 7 0 Z Sat Nov 21 04:03:00 2026')?.dead).toBe(true);
  expect(parsePs('')).toBeNull();
});
