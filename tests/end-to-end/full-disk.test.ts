// The disk under the run folder fills up: the run ends, says so, and what it announced is there.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { RunOnDisk } from '../support/run-on-disk.ts';
import { fixtureCommand, Workspace } from '../support/runner.ts';
import { noMounts, runOnSmallDisk, type SmallDiskRun } from '../support/small-disk.ts';

const suite = (steps: string, more = ''): string => `
name: Full
domains:
  tools:
    driver: command
    scenarios:
      - { id: FIRST, steps: [{ run: echo first }] }
      - { id: A, steps: [${steps}]${more} }
      - { id: LAST, steps: [{ run: echo last }] }`;

const sentence =
  /the run cannot go on: the disk under \S+\/logs\/RUN_\d+_\d+ is full: (events\.jsonl|tools\.json) cannot be written; every result announced so far is safe in that folder; free some space there, or choose another disk with --logs-dir DIR, and run the plan again\n/;

/** Everything that ends in .json, .jsonl or .yaml, to its last byte. */
function expectWhole(run: RunOnDisk): void {
  for (const name of run.files()) {
    if (name.endsWith('.json')) run.json(name);
    if (name.endsWith('.yaml')) expect(parse(run.text(name))).toBeTypeOf('object');
    if (name.endsWith('.jsonl')) for (const line of run.text(name).split('\n').filter(Boolean)) JSON.parse(line);
    expect(name).not.toMatch(/\.(part|new|spare|idle)$/);
  }
}

const passes = (stdout: string): number => stdout.match(/^ *PASS /gm)?.length ?? 0;

/** What is announced is recorded, the report is made elsewhere, and the process ended as the contract says. */
function expectDefinedEnd({ code, stdout, stderr, run, report }: SmallDiskRun): void {
  expect({ code, stderr }, stdout).toEqual({ code: 3, stderr: '' });
  expect(stdout).toMatch(sentence);
  expectWhole(run);
  const announced = passes(stdout);
  expect(announced).toBeGreaterThan(0);
  expect(run.results.length).toBeGreaterThanOrEqual(announced);
  expect(run.domain('tools').length).toBeGreaterThanOrEqual(announced);
  expect(run.json('run.json')).toMatchObject({ status: 'in_progress', outcome: null });
  expect([report.code, existsSync(report.path)]).toEqual([0, true]);
}

describe('a disk that fills up', { concurrent: true }, () => {
  it('with our own files ends the run', async (test) => {
    test.skip(noMounts !== null, noMounts ?? '');
    const workspace = new Workspace(test);
    const plan = suite('{ run: "true" }', ', repeats: 5000');
    expectDefinedEnd(await runOnSmallDisk(workspace, plan, { size: '200k' }));
  });

  it('with what a step leaves there ends the run', async (test) => {
    test.skip(noMounts !== null, noMounts ?? '');
    const workspace = new Workspace(test);
    const plan = suite(`{ run: "sleep 1; dd if=/dev/zero of=${workspace.logs}/big bs=1k; true" }`, ', repeats: 100');
    const ended = await runOnSmallDisk(workspace, plan, { size: '1m' });
    expectDefinedEnd(ended);
    expect(ended.run.results.length).toBeLessThan(20);
  });

  it('with the log of a service ends the run', async (test) => {
    test.skip(noMounts !== null, noMounts ?? '');
    const workspace = new Workspace(test);
    const command = fixtureCommand('processes/fills-the-disk.mjs', '{port}');
    const plan = `${suite('{ run: "true" }')}
  served:
    driver: command
    loadouts: [up]
    scenarios: [{ id: B, steps: [{ run: "true" }], repeats: 100 }]
services:
  up: { adapter: command, api: none, command: ${command} }`;
    const ended = await runOnSmallDisk(workspace, plan, { size: '1m' });
    expect(ended.stdout.replace('served.json', 'tools.json')).toMatch(sentence);
    expect(ended.code).toBe(3);
    expectWhole(ended.run);
    expect(ended.run.domain('tools').map(({ testId }) => testId)).toEqual(['FIRST', 'A', 'LAST']);
    expect(ended.report.code).toBe(0);
  });

  it.for([
    ['before it is ready', '[sh, -c, "yes {port}"]'],
    ['while a test needs it', fixtureCommand('processes/dies-of-a-full-disk.mjs', '{port}')],
  ] as const)(
    'with the log of a service that dies of it %s ends the run, and its tests stay pending',
    async (row, test) => {
      test.skip(noMounts !== null, noMounts ?? '');
      const [, command] = row;
      const workspace = new Workspace(test);
      const plan = `${suite('{ run: "true" }')}
  served:
    driver: command
    loadouts: [up]
    scenarios: [{ id: B, steps: [{ run: sleep 60 }] }]
services:
  up: { adapter: command, api: none, ready: { http: / }, command: ${command} }`;
      const ended = await runOnSmallDisk(workspace, plan, { size: '1m' });
      expectDefinedEnd(ended);
      expect(ended.run.results.map(({ testId }) => testId)).toEqual(['FIRST', 'A', 'LAST']);
    },
  );

  it('with what a step prints costs that trial alone: its output is given up and its space with it', async (test) => {
    test.skip(noMounts !== null, noMounts ?? '');
    const workspace = new Workspace(test);
    const { code, stdout, run, report } = await runOnSmallDisk(workspace, suite('{ run: "sleep 1; yes" }'), {
      size: '1m',
    });
    expect(code, stdout).toBe(1);
    expect(stdout).toMatch(
      /a file of the trial could not be used: the disk under \S+\/logs\/RUN_\d+_\d+\/artifacts is full/,
    );
    expect(passes(stdout)).toBe(2);
    expectWhole(run);
    expect(run.json('run.json')).toMatchObject({ status: 'completed', outcome: 'failed' });
    expect(report.code).toBe(0);
  });

  it('before anything is begun is said at once', async (test) => {
    test.skip(noMounts !== null, noMounts ?? '');
    const workspace = new Workspace(test);
    const { code, stderr } = await runOnSmallDisk(workspace, suite('{ run: "true" }'), { size: '4k' });
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^cannot write in the run folder \S+: the disk under \S+ is full; choose another place with --logs-dir DIR\n$/,
    );
  });
});
