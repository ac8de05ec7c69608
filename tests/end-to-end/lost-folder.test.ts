// The run folder cannot be written any more, or is not there any more: at the start, or in the middle of a run.
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRun } from '../support/run-on-disk.ts';
import { runnerProgram, Workspace } from '../support/runner.ts';
import { inNamespace, noMounts } from '../support/small-disk.ts';

const suite = (run: string): string => `
name: Lost
domains:
  one:
    driver: command
    scenarios:
      - { id: FIRST, steps: [{ run: echo first }] }
      - { id: LOSES, steps: [{ run: 'until grep -q FIRST logs/RUN_*/one.json; do sleep 0.05; done; sleep 0.1' }, { run: '${run}' }] }
      - { id: LAST, steps: [{ run: echo last }] }`;

// Whichever of its files is written first.
const removed =
  /the run cannot go on: (?:events\.jsonl|one\.json) is no longer in (\S+)\/logs\/RUN_\d+_\d+: the folder or the file was removed or moved while the run went on, and what was announced so far went with it; find out what did that, perhaps a step of the plan, and run the plan again\n/;

describe('a run folder', { concurrent: true }, () => {
  it('that cannot be made on a disk that can only be read is said, with a way out', async (test) => {
    test.skip(noMounts !== null, noMounts ?? '');
    const workspace = new Workspace(test);
    const { logs } = workspace;
    const { code, stdout, stderr } = await inNamespace(
      workspace,
      `mount -t tmpfs -o ro tmpfs "${logs}"; "${runnerProgram}" "${workspace.plan(suite('true'))}" --logs-dir "${logs}"`,
    );
    expect({ code, stdout, stderr }).toEqual({
      code: 3,
      stdout: '',
      stderr: `cannot make a run folder in ${logs}: ${logs} can only be read; choose another place with --logs-dir DIR\n`,
    });
  });

  it('that belongs to somebody else is said, with a way out', async (test) => {
    const root = process.getuid?.() === 0;
    // Root may write everywhere, but not as root of a name space in which the owner does not exist.
    test.skip(root && noMounts !== null, noMounts ?? '');
    const workspace = new Workspace(test);
    const { logs } = workspace;
    mkdirSync(logs);
    if (root) chownSync(logs, 54_321, 54_321);
    else chmodSync(logs, 0o555);
    const line = `"${runnerProgram}" "${workspace.plan(suite('true'))}" --logs-dir "${logs}"`;
    const { code, stdout, stderr } = await inNamespace(workspace, line);
    expect({ code, stdout, stderr }).toEqual({
      code: 3,
      stdout: '',
      stderr: `cannot make a run folder in ${logs}: this user may not write in ${logs}; choose another place with --logs-dir DIR\n`,
    });
  });

  it('that can only be read from some moment on ends the run, and what was announced is there', async (test) => {
    test.skip(noMounts !== null, noMounts ?? '');
    const workspace = new Workspace(test);
    // Busy while a file in it is being written.
    const lock = `cd ${workspace.logs}/RUN_* && mount --bind . . && until mount -o remount,bind,ro .; do sleep 0.05; done`;
    const line = `"${runnerProgram}" "${workspace.plan(suite(lock))}" --logs-dir "${workspace.logs}" --reporter plain`;
    const { code, stdout } = await inNamespace(workspace, line);
    expect(code, stdout).toBe(3);
    expect(stdout).toMatch(
      /the run cannot go on: \S+\/logs\/RUN_\d+_\d+ can only be read: events\.jsonl cannot be written; every result announced so far is safe in that folder; make it writable again, or choose another place with --logs-dir DIR, and run the plan again\n/,
    );
    expect([...stdout.matchAll(/^ *PASS .*\] (\S+)/gm)].map(([, id]) => id)).toEqual(['FIRST']);
    expect(workspace.onDisk.domain('one').map(({ testId }) => testId)).toEqual(['FIRST']);
  });

  it('that a step removes ends the run before anything more is announced, and stays removed', async (test) => {
    const workspace = new Workspace(test);
    const { code, stdout } = await workspace.run([workspace.plan(suite('rm -rf logs/RUN_*'))]);
    expect(code, stdout).toBe(3);
    expect(stdout).toMatch(removed);
    expect(stdout).not.toMatch(/PASS .* (LOSES|LAST)/);
    expect(workspace.runFolders()).toEqual([]);
  });

  it('that a step removes and makes anew is not taken for the old one', async (test) => {
    const workspace = new Workspace(test);
    const anew =
      'cd logs && name=$(echo RUN_*) && rm -rf $name && mkdir -p $name/artifacts && touch $name/events.jsonl';
    const { code, stdout } = await workspace.run([workspace.plan(suite(anew))]);
    expect(code, stdout).toBe(3);
    expect(stdout).toMatch(removed);
    expect(workspace.onDisk.files()).not.toContain('one.json');
  });

  it('that is moved ends the run and keeps what was announced', async (test) => {
    const workspace = new Workspace(test);
    const { code, stdout } = await workspace.run([workspace.plan(suite('mv logs/RUN_* moved'))]);
    expect(code, stdout).toBe(3);
    expect(stdout).toMatch(removed);
    const moved = openRun(join(workspace.directory, 'moved'));
    expect(moved.domain('one').map(({ testId }) => testId)).toEqual(['FIRST']);
    expect(existsSync(workspace.logs) ? readdirSync(workspace.logs) : []).toEqual(['.day-numbers']);
  });
});
