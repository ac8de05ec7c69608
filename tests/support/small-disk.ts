// A run whose logs lie on a small disk of its own: a tmpfs that only the program and its children see, in name spaces of
// their own. What was on it is copied out before it goes.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openRun, type RunOnDisk } from './run-on-disk.ts';
import { type Ended, root, runnerProgram, type Workspace } from './runner.ts';

/** Null where a disk can be mounted; else why not, for a test that is left out. */
export const noMounts: string | null = whyNoMounts();

function whyNoMounts(): string | null {
  const { status, stderr, error } = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
  if (status === 0) return null;
  return `no disk can be mounted here: ${error?.message ?? String(stderr).trim()}`;
}

export interface SmallDiskRun extends Ended {
  /** What the run left behind, copied. */
  readonly run: RunOnDisk;
  /** Of `generate-report … --output`, a place on another disk. */
  readonly report: { readonly code: number | null; readonly path: string };
}

/** `size` as mount takes it, for example `300k`. */
export async function runOnSmallDisk(
  workspace: Workspace,
  plan: string,
  { size, args = '' }: { readonly size: string; readonly args?: string },
): Promise<SmallDiskRun> {
  const copy = join(workspace.directory, 'copy');
  const report = join(workspace.directory, 'report.xlsx');
  const ended = await inNamespace(
    workspace,
    `mount -t tmpfs -o size=${size} tmpfs "${workspace.logs}"
    "${runnerProgram}" "${workspace.plan(plan)}" --logs-dir "${workspace.logs}" ${args}
    code=$?
    "${root}scripts/generate-report" "${workspace.logs}"/RUN_* --output "${report}" > "${workspace.directory}/report.txt" 2>&1
    echo $? > "${workspace.directory}/report-code"
    cp -a "${workspace.logs}" "${copy}"
    exit $code`,
  );
  const [name = 'no run'] = readdirSync(copy).filter((entry) => entry.startsWith('RUN_'));
  const run = openRun(join(copy, name));
  const code = Number(openRun(workspace.directory).text('report-code'));
  return { ...ended, run, report: { code, path: report } };
}

/** A script of the shell that may mount what it likes; the logs folder is there. */
export function inNamespace(workspace: Workspace, script: string): Promise<Ended> {
  mkdirSync(workspace.logs, { recursive: true });
  return workspace.run(['-rm', 'sh', '-c', script], { program: 'unshare' });
}
