import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { watchOomKills } from '../../src/system/oom-kills.ts';
import { temporaryDirectory } from '../support/trial-tasks.ts';

const group = '/user.slice/app.scope';
const events = `sys/fs/cgroup${group}/memory.events`;

/** The kernel's files, as far as they matter here. */
function kernel(files: Readonly<Record<string, string>>) {
  const root = temporaryDirectory();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { root, write };
}

const membership = { 'proc/7/cgroup': `4:memory:/old\n0::${group}\n` };
const vmstat = (kills: number): string => `pgfault 12\noom_kill ${kills}\ndrop_pagecache 0\n`;
const counted = (kills: number): string => `low 0\nhigh 0\nmax 4\noom 9\noom_kill ${kills}\noom_group_kill 0\n`;

it('hears of a kill in the control group of the process, also when that process is gone', () => {
  const { root, write } = kernel({ ...membership, [events]: counted(2), 'proc/vmstat': vmstat(5) });
  const killed = watchOomKills(7, root);
  expect(killed()).toBeNull();
  rmSync(join(root, 'proc/7'), { recursive: true });
  write(events, counted(3));
  write('proc/vmstat', vmstat(6));
  expect(killed()).toBe('group');
});

it('does not take the kill of a process elsewhere for that of one in the group', () => {
  const { root, write } = kernel({ ...membership, [events]: counted(0), 'proc/vmstat': vmstat(5) });
  const killed = watchOomKills(7, root);
  write('proc/vmstat', vmstat(6));
  expect(killed()).toBeNull();
});

it('knows of the machine alone where the group does not count', () => {
  const { root, write } = kernel({ 'proc/7/cgroup': '0::/\n', 'proc/vmstat': vmstat(5) });
  const killed = watchOomKills(7, root);
  expect(killed()).toBeNull();
  write('proc/vmstat', vmstat(6));
  expect(killed()).toBe('machine');
});

it('says nothing where the kernel does not count', () => {
  const { root } = kernel({});
  expect(watchOomKills(7, root)()).toBeNull();
});
