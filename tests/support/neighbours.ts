// Ollama servers of somebody else, and what is only called so, as real processes. The take-over of a test sees these and
// nothing else of the machine: no real Ollama can be hurt, whatever the code under test does.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import { onTestFinished } from 'vitest';
import type { Neighbourhood } from '../../src/services/existing/neighbourhood.ts';
import { carriers, listProcesses, type ProcessEntry } from '../../src/system/processes.ts';
import { tcpProbe } from '../../src/system/tcp-probe.ts';
import { isAlive } from './service-fixture.ts';
import { until } from './until.ts';

const fixtures = fileURLToPath(new URL('../fixtures/ollama/somebody-elses/', import.meta.url));
const mark = 'FLIGHTDECK_TEST_NEIGHBOUR';

const nobody = 65_534;

/** A user who may run what these tests start, where there is one and we may speak for it; else null. */
export const otherUser = process.getuid?.() === 0 && nobodyMayRead(fixtures) ? nobody : null;

export interface Started {
  readonly pid: number;
  /** What it listens on, where it does. */
  readonly port: number;
  isAlive(): boolean;
}

export interface StartOptions {
  readonly program?: string;
  /** What it calls itself. */
  readonly name?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly behaviour?: Readonly<Record<string, unknown>>;
  readonly userId?: number | null;
}

export class Neighbours {
  /** Where `ollama` and `systemctl` lie. */
  readonly directory = mkdtempSync(join(tmpdir(), 'flightdeck-'));
  /** An executable of this name. */
  readonly ollama = join(this.directory, 'ollama');
  readonly #id = randomUUID();

  constructor() {
    chmodSync(this.directory, 0o755);
    linkOrCopy(process.execPath, this.ollama);
    onTestFinished(() => this.#close());
  }

  /** What a take-over may see. Most of these do not come back and need not be watched. */
  place(ports: readonly number[], fields: Partial<Neighbourhood> = {}): Neighbourhood {
    return {
      ports,
      processes: () => this.processes(),
      controlGroupOf: () => '0::/user.slice/user-1000.slice/session-3.scope\n',
      searchPath: '/nowhere',
      userId: process.getuid?.() ?? null,
      watchMs: 0,
      ...fields,
    };
  }

  processes(): readonly ProcessEntry[] {
    const ids = carriers(mark);
    return listProcesses().filter(({ pid }) => ids.get(pid) === this.#id);
  }

  /** `ollama serve`, unless something else is named; it listens when this resolves. */
  async serve(options: StartOptions = {}): Promise<Started> {
    const port = await getPort({ host: '127.0.0.1' });
    const started = this.start({ args: ['serve'], ...options }, port);
    await until(() => tcpProbe('127.0.0.1', port, 1000), 'the neighbour to listen');
    return started;
  }

  /** The same without waiting for anything. */
  start({ program = this.ollama, name, args = [], env, behaviour = {}, userId }: StartOptions, port = 0): Started {
    const child = spawn(program, args, {
      cwd: fixtures,
      env: { ...process.env, ...this.#environment(port, behaviour), ...env },
      stdio: 'ignore',
      detached: true,
      ...(name !== undefined && { argv0: name }),
      ...(userId !== undefined && userId !== null && { uid: userId }),
    });
    return { pid: pidOf(child), port, isAlive: () => isAlive(pidOf(child)) };
  }

  /** Puts a service manager on a search path of its own whose unit is this process. */
  manage({ pid, port }: Started): Unit {
    const path = join(this.directory, 'systemd');
    copyManager(path);
    const write = (name: string, text: string): void => writeFileSync(join(path, name), text);
    write('pid', `${pid}\n`);
    const environment = Object.entries(this.#environment(port, {})).map(([name, value]) => `${name}='${value}'`);
    // Its parent does not wait for it, as it would not in the hands of a service manager.
    write('restart', `cd ${fixtures} && ${environment.join(' ')} setsid ${this.ollama} serve >/dev/null 2>&1 &\n`);
    return {
      searchPath: path,
      refuse: (why) => write('refusal', `${why}\n`),
      stayAway: (why) => write('absence', `${why}\n`),
      calls: () => readFileSync(join(path, 'calls'), 'utf8').trim().split('\n'),
    };
  }

  #environment(port: number, behaviour: StartOptions['behaviour']): Record<string, string> {
    return { [mark]: this.#id, OLLAMA_HOST: `127.0.0.1:${port}`, BEHAVIOUR: JSON.stringify(behaviour) };
  }

  async #close(): Promise<void> {
    await until(() => {
      const left = this.processes();
      for (const { pid } of left) kill(pid);
      return left.length === 0;
    }, 'the end of all neighbours');
    rmSync(this.directory, { recursive: true });
  }
}

export interface Unit {
  readonly searchPath: string;
  /** To change anything. */
  refuse(why: string): void;
  /** From all that it is asked. */
  stayAway(why: string): void;
  /** The arguments of each call so far. */
  calls(): readonly string[];
}

function nobodyMayRead(path: string): boolean {
  return spawnSync('test', ['-r', path], { uid: nobody }).status === 0;
}

function copyManager(to: string): void {
  mkdirSync(to);
  chmodSync(to, 0o777); // another user may be the one who asks
  copyFileSync(join(fixtures, 'systemctl'), join(to, 'systemctl'));
}

/** The kernel names an executable by the path under which it was started. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to, constants.COPYFILE_FICLONE); // another file system, or somebody else's file
  }
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the neighbour could not be started');
  return pid;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended by itself in between
  }
}
