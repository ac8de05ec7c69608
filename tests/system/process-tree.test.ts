import { expect, it } from 'vitest';
import { membersOf } from '../../src/system/process-tree.ts';
import type { ProcessEntry } from '../../src/system/processes.ts';

const root = { pid: 100, startTime: 'r' };
const none: ReadonlySet<number> = new Set();

function entry(pid: number, parent: number, group: number, session = group, startTime = `t${pid}`): ProcessEntry {
  return { pid, parent, group, session, startTime };
}

const leader = entry(100, 1, 100, 100, 'r');

it('takes group, session, and descendants of all of them', () => {
  const table = [
    entry(5, 1, 5),
    entry(103, 102, 103), // left the session, below a member
    leader,
    entry(101, 100, 100),
    entry(102, 1, 100), // lost its parent
    entry(104, 1, 103), // lost its parent in a session that a member began
    entry(6, 5, 5),
  ];
  expect(membersOf(table, { root }, [root], none).map(({ pid }) => pid)).toEqual([100, 101, 102, 103, 104]);
});

it('keeps whom it has seen, but not another process with the same pid', () => {
  const seen = [root, { pid: 200, startTime: 't200' }, { pid: 201, startTime: 'old' }];
  const table = [entry(200, 1, 200), entry(201, 1, 201)];
  expect(membersOf(table, { root }, seen, none).map(({ pid }) => pid)).toEqual([200]);
});

it('finds by the tag what broke away unseen', () => {
  const table = [leader, entry(300, 1, 300), entry(301, 300, 300)];
  expect(membersOf(table, { root }, [root], new Set([300])).map(({ pid }) => pid)).toEqual([100, 300, 301]);
});

it('has no claim on the group of another process that was given the pid of the leader', () => {
  const table = [entry(100, 1, 100, 100, 'later'), entry(101, 100, 100)];
  expect(membersOf(table, { root }, [root], none)).toEqual([]);
});

it('has no claim on a group by its number alone after a time in which nobody watched', () => {
  const table = [entry(101, 1, 100, 100), entry(102, 101, 102)];
  const seed = { root, unwatched: true };
  expect(membersOf(table, seed, [root], none)).toEqual([]);
  const seen = [root, { pid: 101, startTime: 't101' }];
  expect(membersOf(table, seed, seen, none).map(({ pid }) => pid)).toEqual([101, 102]);
});

it('takes the whole group of its leader as soon as one in it is known to be a member', () => {
  const table = [entry(101, 1, 100, 100), entry(102, 1, 100, 100), entry(103, 1, 103, 100)];
  const seed = { root, unwatched: true };
  expect(
    membersOf(table, seed, [root], new Set([102]))
      .map(({ pid }) => pid)
      .sort(),
  ).toEqual([101, 102, 103]);
});
