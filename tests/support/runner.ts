// The whole program as people start it: the launcher by its path, as a child, with a folder of its own for plans and runs.
// Everything that it starts inherits a mark, by which the test proves at its end that nothing is left running.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ledgerDirectory, ledgerFiles } from '../../src/services/ledger/ledger-file.ts';
import { carriers, identify, nameOf } from '../../src/system/processes.ts';
import { openRun, type RunOnDisk } from './run-on-disk.ts';
import { until } from './until.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const runnerProgram = `${root}scripts/runner`;

const mark = 'FLIGHTDECK_WORKSPACE';

/** What a test gives: the context of a concurrent test knows its own end. */
export interface TestEnd {
  onTestFinished(action: () => Promise<void> | void): void;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly program?: string;
}

export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Runner {
  readonly pid: number;
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout(): string;
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
}

export class Workspace {
  readonly directory = mkdtempSync(join(tmpdir(), 'flightdeck-'));
  readonly logs = join(this.directory, 'logs');
  /** Where the runs of this workspace know of one another, and of no others. */
  readonly state = join(this.directory, 'known-runs');
  readonly env: NodeJS.ProcessEnv;
  readonly #id = randomUUID();

  constructor({ onTestFinished }: TestEnd) {
    this.env = { ...process.env, [mark]: this.#id, FLIGHTDECK_STATE_DIR: this.state };
    onTestFinished(() => this.#close());
  }

  /** Writes a plan and gives its path. */
  plan(text: string): string {
    const path = join(this.directory, 'plan.yaml');
    writeFileSync(path, text);
    return path;
  }

  /** `runner ARGS --logs-dir …`, unless another program is named. */
  start(args: readonly string[], { env = {}, program }: StartOptions = {}): Runner {
    const all = program === undefined ? [...args, '--logs-dir', this.logs] : args;
    const child = spawn(program ?? runnerProgram, all, {
      cwd: this.directory,
      env: { ...this.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (child.pid === undefined) throw new Error('the runner could not be started');
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const ended = new Promise<Ended>((resolve) => {
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });
    return {
      pid: child.pid,
      child,
      ended,
      stdout: () => stdout,
      stderr: () => stderr,
      kill: (signal) => void child.kill(signal),
    };
  }

  run(args: readonly string[], options?: StartOptions): Promise<Ended> {
    return this.start(args, options).ended;
  }

  /** The folder of the only run so far; null before there is one. */
  runFolder(): string | null {
    const [name, ...more] = this.runFolders();
    if (more.length > 0) throw new Error(`there are ${more.length + 1} runs in ${this.logs}`);
    return name ?? null;
  }

  runFolders(): readonly string[] {
    try {
      return readdirSync(this.logs)
        .filter((name) => name.startsWith('RUN_'))
        .map((name) => join(this.logs, name));
    } catch {
      return []; // no run has made the folder yet
    }
  }

  /** The only run, as it lies on the disk. */
  get onDisk(): RunOnDisk {
    const folder = this.runFolder();
    if (folder === null) throw new Error(`there is no run in ${this.logs}`);
    return openRun(folder);
  }

  /** Waits for an event of the only run, from its journal. */
  async event(
    type: string,
    wanted: (event: { readonly [key: string]: unknown }) => boolean = () => true,
  ): Promise<void> {
    let seen = 0;
    const happened = (): boolean => {
      const folder = this.runFolder();
      const size = folder === null ? 0 : (statSync(join(folder, 'events.jsonl'), { throwIfNoEntry: false })?.size ?? 0);
      if (folder === null || size === seen) return false;
      seen = size;
      return openRun(folder).events.some((event) => event.type === type && wanted({ ...event }));
    };
    await until(happened, `the event ${type}`);
  }

  /** Live processes that came from here, by pid with a name. */
  left(): ReadonlyMap<number, string> {
    const ours = [...carriers(mark)].filter(([, id]) => id === this.#id);
    return new Map(ours.map(([pid]) => [pid, nameOf(pid) ?? 'a process']));
  }

  /** Resolves when nothing is left: what a runner that was killed leaves behind is ended by others. */
  async nothingLeft(): Promise<void> {
    await until(() => this.left().size === 0, 'the end of all that the runner started');
  }

  /** The ledgers of runs that are under way, or that nobody has cleaned up after. */
  ledgers(): readonly string[] {
    return ledgerFiles(ledgerDirectory(this.state));
  }

  /** For tests that end a runner by force: what outlives it is theirs to end. */
  async endSurvivors(): Promise<void> {
    await until(() => {
      const left = this.left();
      for (const pid of left.keys()) if (identify(pid) !== null) kill(pid);
      return left.size === 0;
    }, 'the end of all survivors');
  }

  async #close(): Promise<void> {
    const left = [...this.left()].map(([pid, name]) => `${name} (pid ${pid})`);
    await this.endSurvivors();
    rmSync(this.directory, { recursive: true });
    if (left.length > 0) throw new Error(`still running at the end of the test: ${left.join(', ')}`);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended by itself in between
  }
}

/** The command line of a fixture for `command:` in a plan, as YAML. */
export function fixtureCommand(name: string, ...args: readonly string[]): string {
  return JSON.stringify([process.execPath, join(root, 'tests/fixtures', name), ...args]);
}

/** One service that does not heed SIGTERM, and one test, LONG, that would last a minute. */
export const stubbornPlan = `
name: Stubborn
services:
  stubborn: { adapter: command, api: none, stop: { grace: 60s }, command: ${fixtureCommand('processes/ignores-sigterm.mjs', '{port}')} }
domains:
  tools:
    driver: command
    loadouts: [stubborn]
    scenarios: [{ id: LONG, steps: [{ run: "sleep 60" }] }]`;
