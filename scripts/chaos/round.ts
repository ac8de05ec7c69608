// One round: a run is started, hurt, waited for, and its remains are looked at.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../src/builtin/random.ts';
import { ledgerDirectory, ledgerFiles } from '../../src/services/ledger/ledger-file.ts';
import { carriers, identify, nameOf } from '../../src/system/processes.ts';
import { continueRun } from './continued.ts';
import { chaosPlan, trackedPids } from './plan.ts';
import { lookAt } from './remains.ts';
import { mountSmallDisk } from './small-disk.ts';
import { startVictim, type Victim } from './victim.ts';
import type { Way } from './ways.ts';

/** Each a list of what was found wrong. */
export interface Findings {
  readonly missing: readonly string[];
  readonly unparsable: readonly string[];
  readonly surviving: readonly string[];
  readonly terminal: readonly string[];
  readonly report: readonly string[];
  readonly hanging: readonly string[];
  /** After it went on. */
  readonly continued: readonly string[];
}

export const findingNames = [
  'missing',
  'unparsable',
  'surviving',
  'terminal',
  'report',
  'hanging',
  'continued',
] as const;

export interface RoundReport {
  readonly way: string;
  /** For people: way, moment, reporter, and how far it got. */
  readonly what: string;
  /** Results that were seen. */
  readonly announced: number;
  readonly findings: Findings;
}

const mark = 'FLIGHTDECK_CHAOS';
/** A whole run takes less than this, so that some rounds are hurt after their end. */
const longestDelayMs = 5000;
const survivalMs = 3000;
const hangingMs = 60_000;
const pollMs = 20;
const reporters = ['tui', 'plain', 'json'] as const;

export async function runRound(way: Way, random: Random): Promise<RoundReport> {
  const directory = mkdtempSync(join(tmpdir(), 'flightdeck-chaos-'));
  const id = randomUUID();
  const env = { ...process.env, TERM: 'xterm-256color', CI: 'false', FLIGHTDECK_EXISTING: 'leave' };
  const state = join(directory, 'state');
  const disk = way.name === 'disk full' ? mountSmallDisk(join(directory, 'disk')) : null;
  const logs = join(disk?.directory ?? directory, 'logs');
  const plan = join(directory, 'plan.yaml');
  mkdirSync(join(directory, 'pids'));
  writeFileSync(plan, chaosPlan(join(directory, 'pids')));
  const reporter = reporters[Math.floor(random() * reporters.length)] ?? 'plain';
  const delayMs = Math.floor(random() * longestDelayMs);
  const surroundings = { ...env, [mark]: id, FLIGHTDECK_STATE_DIR: state };
  const victim = startVictim({
    ...{ directory, plan, logs, reporter },
    env: surroundings,
    fillDisk: () => disk?.fill(),
  });
  try {
    await pause(delayMs);
    way.hurt(victim, random);
    const hanging = await waitForEnd(victim, logs);
    const killed = await survivors(id, directory);
    if (way.terminalStays) await victim.leave();
    const remains = await lookAt(folderIn(logs), victim.announced());
    disk?.empty();
    const continued = await continueRun(folderIn(logs), surroundings, way.spoils === true);
    const surviving = [...killed, ...(await survivors(id, directory))];
    const ledgers = ledgerFiles(ledgerDirectory(state)).map(() => 'a ledger');
    return {
      way: way.name,
      what: `${way.name} after ${delayMs} ms, ${reporter}, ${remains.recorded} recorded`,
      announced: victim.announced().size,
      findings: {
        missing: remains.missing,
        unparsable: remains.unparsable,
        surviving: [...surviving, ...ledgers],
        terminal: way.terminalStays ? victim.owed() : [],
        report: remains.report,
        hanging,
        continued,
      },
    };
  } finally {
    disk?.unmount();
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

function folderIn(logs: string): string | null {
  const name = existsSync(logs) ? readdirSync(logs).find((each) => each.startsWith('RUN_')) : undefined;
  return name === undefined ? null : join(logs, name);
}

async function waitForEnd(victim: Victim, logs: string): Promise<readonly string[]> {
  for (const from = performance.now(); performance.now() - from < hangingMs; ) {
    if (victim.isOver()) return [];
    await pause(pollMs);
  }
  const pid = victim.runner();
  if (pid !== null) process.kill(pid, 'SIGKILL');
  return [`the runner had not ended after ${hangingMs / 1000} s; the last that its log says: ${lastLogLine(logs)}`];
}

function lastLogLine(logs: string): string {
  const folder = folderIn(logs);
  const log = folder === null ? '' : join(folder, 'progression.log');
  return (existsSync(log) ? readFileSync(log, 'utf8') : '').trim().split('\n').at(-1) ?? '';
}

/** Who is still there three seconds after the end of the runner; they are ended then. */
async function survivors(id: string, directory: string): Promise<readonly string[]> {
  let left = leftOf(id, directory);
  for (const from = performance.now(); left.size > 0 && performance.now() - from < survivalMs; ) {
    await pause(pollMs);
    left = leftOf(id, directory);
  }
  const named = [...left].map((pid) => `${nameOf(pid) ?? 'a process that has ended since'} (pid ${pid})`);
  for (const pid of left) if (identify(pid) !== null) process.kill(pid, 'SIGKILL');
  return named;
}

/** By the round's mark, and by the pids that were noted by processes which have lost it. */
function leftOf(id: string, directory: string): ReadonlySet<number> {
  const marked = [...carriers(mark)].flatMap(([pid, value]) => (value === id && isLeft(pid) ? [pid] : []));
  return new Set([...marked, ...trackedPids(join(directory, 'pids'))]);
}

/** Not what ended while others were looked at, nor the shell that waits to look at the terminal again, with its `sleep`. */
function isLeft(pid: number): boolean {
  const name = nameOf(pid);
  return name !== null && (!['sh', 'sleep'].includes(name) || carriers('FLIGHTDECK_RUN').has(pid));
}
