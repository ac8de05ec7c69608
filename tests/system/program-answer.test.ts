import { expect, it } from 'vitest';
import { carriers } from '../../src/system/processes.ts';
import { answerOf } from '../../src/system/program-answer.ts';
import { until } from '../support/until.ts';

const shell = (script: string, limitMs = 20_000) => answerOf('/bin/sh', ['-c', script], limitMs);

it('gives what a program says and how it ends', async () => {
  expect(await shell('echo 1.2; echo no >&2; exit 3')).toEqual({
    kind: 'ended',
    exitCode: 3,
    signal: null,
    stdout: '1.2\n',
    stderr: 'no\n',
  });
});

it('does not wait for what a program leaves behind with its output', async () => {
  const answer = await shell('sleep 60 & echo $!');
  expect(answer).toMatchObject({ kind: 'ended', exitCode: 0, stdout: expect.stringMatching(/^\d+\n$/) });
  if (answer.kind === 'ended') process.kill(Number(answer.stdout), 'SIGKILL');
});

it('breaks off a program that hangs, with its children', async () => {
  const mark = 'FLIGHTDECK_TEST_ANSWER';
  expect(await shell(`export ${mark}=1; sleep 60; true`, 500)).toEqual({
    kind: 'broken-off',
    why: 'it took longer than 0.5 s',
  });
  await until(() => carriers(mark).size === 0, 'the end of the child');
});

it('breaks off a program that prints without end', async () => {
  expect(await shell('yes')).toEqual({ kind: 'broken-off', why: 'it printed more than 4194304 bytes' });
});

it('breaks off a program for which nobody waits any more, or does not start it', async () => {
  const mark = 'FLIGHTDECK_TEST_ABANDONED';
  const stop = new AbortController();
  const answer = answerOf('/bin/sh', ['-c', `export ${mark}=1; sleep 60; true`], 20_000, stop.signal);
  await until(() => carriers(mark).size > 0, 'the child');
  stop.abort();
  expect(await answer).toEqual({ kind: 'broken-off', why: 'nobody waits for it any more' });
  await until(() => carriers(mark).size === 0, 'the end of the child');
  expect(await answerOf('/bin/sh', ['-c', 'true'], 1000, stop.signal)).toEqual({
    kind: 'not-started',
    why: 'nobody waits for it any more',
  });
});

it('says why a program cannot be started', async () => {
  expect(await answerOf('/no/such/program', [], 1000)).toEqual({
    kind: 'not-started',
    why: 'spawn /no/such/program ENOENT',
  });
});
