// Runs whose runner is gone, as their ledgers tell of them; what they name are real processes.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { LedgerEntry, RunBegun } from '../../../src/services/ledger/entries.ts';
import { createLedgerFile, ledgerFiles } from '../../../src/services/ledger/ledger-file.ts';
import { rescueDeadRuns } from '../../../src/services/rescue/dead-runs.ts';
import { leftoversText } from '../../../src/services/rescue/sentences.ts';
import { assignments, runTag } from '../../../src/services/run-tag.ts';
import { pidSpace } from '../../../src/system/boot.ts';
import { identify, isAlive, type ProcessIdentity, tagged } from '../../../src/system/processes.ts';
import { Neighbours } from '../../support/neighbours.ts';
import { until } from '../../support/until.ts';

const gone = { pid: 2 ** 22 - 1, startTime: '1' };

interface DeadRun {
  readonly directory: string;
  readonly ledgers: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly tag: string[];
  note(...entries: readonly LedgerEntry[]): void;
}

function deadRun(changes: Partial<RunBegun> = {}): DeadRun {
  const place = mkdtempSync(join(tmpdir(), 'flightdeck-'));
  onTestFinished(() => rmSync(place, { recursive: true }));
  const environment = runTag('RUN_20260301_101500');
  const tag = [...assignments(environment)];
  const [directory, ledgers] = [join(place, 'run'), join(place, 'runs')];
  mkdirSync(join(directory, 'artifacts'), { recursive: true });
  const begun: RunBegun = {
    type: 'run.begun',
    v: 1,
    runId: 'RUN_20260301_101500',
    directory,
    tag,
    runner: gone,
    pidSpace: pidSpace(),
    ...changes,
  };
  const file = createLedgerFile(ledgers, begun);
  const note = (...entries: readonly LedgerEntry[]): void => {
    for (const entry of entries) file.append(entry);
  };
  return { directory, ledgers, environment, tag, note };
}

async function cleanUp({ ledgers: directory }: DeadRun, searchPath = '/nowhere') {
  return rescueDeadRuns({ directory, pidSpace: pidSpace(), graceMs: 300, searchPath });
}

/** In a session of its own, as services are; it ignores SIGTERM. */
function started(env: NodeJS.ProcessEnv): ProcessIdentity {
  const child = spawn('sh', ['-c', 'trap "" TERM; sleep 1000 & wait'], { detached: true, stdio: 'ignore', env });
  onTestFinished(() => endGroup(child));
  return identityOf(child.pid);
}

function identityOf(pid: number | undefined): ProcessIdentity {
  const found = pid === undefined ? null : identify(pid);
  if (found === null) throw new Error('it could not be started');
  return found;
}

function endGroup({ pid = 0 }: ChildProcess): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended, as it should
  }
}

it('ends what was only intended by its tag, and says what it was', async () => {
  const run = deadRun();
  const tag = [...run.tag, 'FLIGHTDECK_SERVICE=llama/qwen.1'];
  const service = started({ ...process.env, ...run.environment, FLIGHTDECK_SERVICE: 'llama/qwen.1' });
  run.note({ type: 'service.intended', service: 'llama/qwen', tag, leaderOnly: false });
  await until(() => tagged([service.pid], tag).size === 1, 'the service');
  const [done] = await cleanUp(run);
  expect(isAlive(service)).toBe(false);
  expect(done).toMatchObject({ found: 2, services: ['llama/qwen'], survivors: [], units: [] });
  expect(done === undefined ? null : leftoversText(done)).toBe(
    'RUN_20260301_101500 had been killed together with its watchdog: ended 2 processes (service llama/qwen)',
  );
  expect(ledgerFiles(run.ledgers)).toEqual([]);
  expect(await cleanUp(run)).toEqual([]);
});

it('ends the grandchild that has neither its tag nor its parents any more, because it was seen before', async () => {
  const run = deadRun();
  const service = started(process.env); // without the tag
  const stray = spawn('sh', ['-c', 'trap "" TERM; sleep 1000 & wait'], { detached: true, stdio: 'ignore' });
  onTestFinished(() => endGroup(stray));
  const seen = identityOf(stray.pid);
  run.note(
    { type: 'service.intended', service: 'vllm', tag: run.tag, leaderOnly: true },
    { type: 'service.spawned', tag: run.tag, process: service },
    { type: 'service.members', tag: run.tag, members: [service, seen] },
  );
  await cleanUp(run);
  expect([isAlive(service), isAlive(seen)]).toEqual([false, false]);
});

it('signals nobody who was given the pid of a service that is gone', async () => {
  const run = deadRun();
  const stranger = started(process.env);
  const before = { ...stranger, startTime: `${Number.parseInt(stranger.startTime, 10) - 1}` };
  run.note(
    { type: 'service.intended', service: 'a', tag: run.tag, leaderOnly: false },
    { type: 'service.spawned', tag: run.tag, process: before },
    { type: 'service.members', tag: run.tag, members: [before] },
  );
  const [done] = await cleanUp(run);
  expect(done).toMatchObject({ found: 0, survivors: [] });
  expect(done === undefined ? null : leftoversText(done)).toBeNull();
  expect(isAlive(stranger)).toBe(true);
});

it('leaves a run alone whose runner lives, or that lives in another container', async () => {
  const here = pidSpace();
  for (const changes of [
    { runner: identityOf(process.pid) },
    { pidSpace: { ...here, namespace: 'pid:[1]' } },
  ] as const) {
    const run = deadRun(changes);
    const service = started({ ...process.env, ...run.environment });
    run.note({ type: 'service.intended', service: 'a', tag: run.tag, leaderOnly: false });
    expect(await cleanUp(run)).toEqual([]);
    expect(isAlive(service)).toBe(true);
    expect(ledgerFiles(run.ledgers)).toHaveLength(1);
  }
});

it('forgets a run of before the machine was started, without looking at any pid', async () => {
  const run = deadRun({ pidSpace: { ...pidSpace(), boot: 'another' } });
  const service = started(process.env);
  run.note(
    { type: 'service.intended', service: 'a', tag: run.tag, leaderOnly: false },
    { type: 'service.spawned', tag: run.tag, process: service },
  );
  const printed = join(run.directory, 'artifacts', '.tools_A_1_1_step1.stdout.txt.part');
  writeFileSync(printed, 'sesame');
  expect(await cleanUp(run)).toEqual([]);
  expect(isAlive(service)).toBe(true);
  expect(existsSync(printed)).toBe(false);
  expect(ledgerFiles(run.ledgers)).toEqual([]);
});

it('removes what steps had printed, and nothing else of the folder', async () => {
  const run = deadRun();
  const path = (name: string): string => join(run.directory, 'artifacts', name);
  writeFileSync(path('.tools_A_1_1_step1.stdout.txt.part'), 'sesame');
  writeFileSync(path('tools_A_1_1_step0.stdout.txt'), 'kept');
  await cleanUp(run);
  expect(existsSync(path('.tools_A_1_1_step1.stdout.txt.part'))).toBe(false);
  expect(readFileSync(path('tools_A_1_1_step0.stdout.txt'), 'utf8')).toBe('kept');
});

it('starts again what had been stopped for the run, or says why it cannot', async () => {
  const neighbours = new Neighbours();
  const ollama = await neighbours.serve();
  const unit = neighbours.manage(ollama);
  const noted = { type: 'unit.stopped', unit: { name: 'ollama.service', manager: 'system' } } as const;
  const run = deadRun();
  run.note(noted);
  const [done] = await cleanUp(run, unit.searchPath);
  expect(unit.calls()).toEqual(['--no-ask-password start -- ollama.service']);
  expect(done === undefined ? null : leftoversText(done)).toBe(
    'RUN_20260301_101500 had been killed together with its watchdog: started ollama.service again, which had been stopped for it',
  );
  const later = deadRun();
  later.note(noted);
  const [failed] = await cleanUp(later);
  expect(failed?.units).toEqual([{ name: 'ollama.service', error: 'there is no systemctl' }]);
});
