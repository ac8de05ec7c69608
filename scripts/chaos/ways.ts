// The ways in which a run is hurt. Each names its victim; whether the run ends by that or goes on is its own affair.

import type { Random } from '../../src/builtin/random.ts';
import { listProcesses } from '../../src/system/processes.ts';
import { runningProgram } from '../../src/system/running-program.ts';
import type { Victim } from './victim.ts';

export interface Way {
  readonly name: string;
  /** The terminal is still there afterwards, and must be as it was before. */
  readonly terminalStays: boolean;
  hurt(victim: Victim, random: Random): void;
  /** It can spoil results, which are then errors, and right: they are tried again when the run goes on. */
  readonly spoils?: true;
}

const toRunner = (name: NodeJS.Signals): Way => ({
  name: `${name} to the runner`,
  terminalStays: true,
  hurt: ({ runner }) => signal(runner(), name),
});

export const ways: readonly Way[] = [
  toRunner('SIGKILL'),
  {
    name: 'SIGKILL to its process group',
    terminalStays: true,
    hurt: ({ runner }) => signal(negative(runner()), 'SIGKILL'),
  },
  toRunner('SIGTERM'),
  toRunner('SIGINT'),
  toRunner('SIGHUP'),
  { name: 'terminal closed', terminalStays: false, hurt: ({ closeTerminal }) => closeTerminal() },
  {
    name: 'SIGKILL to a service',
    terminalStays: true,
    spoils: true, // one that is killed before it is ready has not started
    hurt(victim, random) {
      const services = childrenOf(victim.runner(), (args) => !isWatchdog(args) && !isStep(args));
      signal(services[Math.floor(random() * services.length)] ?? null, 'SIGKILL');
    },
  },
  {
    name: 'SIGKILL to the watchdog',
    terminalStays: true,
    hurt: ({ runner }) => signal(childrenOf(runner(), isWatchdog)[0] ?? null, 'SIGKILL'),
  },
  { name: 'disk full', terminalStays: true, hurt: ({ fillDisk }) => fillDisk() },
];

/** Direct children whose words fit. */
function childrenOf(pid: number | null, wanted: (args: readonly string[]) => boolean): readonly number[] {
  const children = listProcesses().filter(({ parent }) => parent === pid);
  return children.map((child) => child.pid).filter((child) => wanted(runningProgram(child).args));
}

function isWatchdog(args: readonly string[]): boolean {
  return args.some((word) => word.endsWith('watchdog.js'));
}

function isStep([program = '']: readonly string[]): boolean {
  return program.endsWith('/sh');
}

function negative(pid: number | null): number | null {
  return pid === null ? null : -pid;
}

/** Nobody where it has ended already, or is not there yet. */
function signal(pid: number | null, name: NodeJS.Signals): void {
  if (pid === null) return;
  try {
    process.kill(pid, name);
  } catch {
    // it came to its end in this moment
  }
}
