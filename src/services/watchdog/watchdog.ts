// The runner's side of its watchdog, a small process in a session of its own that outlives it. It is told all that the ledger
// is told; when the pipe to it breaks without a farewell, the runner is gone, and it does what is left to be done.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endingText } from '../../domain/wording.ts';
import { identify, isAlive, type ProcessIdentity } from '../../system/processes.ts';
import type { LedgerEntry } from '../ledger/entries.ts';
import { lineOf } from '../ledger/ledger-file.ts';
import { watchdogDied, watchdogGivenUp } from '../rescue/sentences.ts';
import { withoutRunTag } from '../run-tag.ts';

export interface WatchdogOptions {
  readonly program: URL;
  /** The file that it removes when all is done; null where there is none. */
  readonly ledgerPath: string | null;
  /** An open descriptor of the terminal that the run draws on; null where it draws on none. */
  readonly terminal: number | null;
  onProblem(message: string): void;
}

/** Whoever ends it again and again has a reason. */
const mostRestarts = 5;
const farewellMs = 1000;

export class Watchdog {
  readonly #options: WatchdogOptions;
  /** For the next one, should this one be ended. */
  readonly #told: string[] = [];
  #child: ChildProcess;
  #restarts = 0;
  #over = false;

  constructor(options: WatchdogOptions) {
    this.#options = options;
    this.#child = this.#start();
  }

  tell(entry: LedgerEntry): void {
    const line = lineOf(entry);
    this.#told.push(line);
    this.#child.stdin?.write(line);
  }

  /** Nothing is left to be done; resolves when it has ended. */
  async close(): Promise<void> {
    const child = this.#child;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    this.#farewell();
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    child.ref();
    const limit = setTimeout(() => child.kill('SIGKILL'), farewellMs);
    await ended;
    clearTimeout(limit);
  }

  /** The same in the last moment of this process. */
  closeNow(): void {
    const process = identityOf(this.#child);
    this.#farewell();
    const sleeper = new Int32Array(new SharedArrayBuffer(4));
    const until = performance.now() + farewellMs;
    while (process !== null && isAlive(process) && performance.now() < until) Atomics.wait(sleeper, 0, 0, 2);
  }

  #farewell(): void {
    this.#over = true;
    this.tell({ type: 'run.over' });
  }

  #start(): ChildProcess {
    const { program, ledgerPath, terminal } = this.#options;
    const args = ['--disable-warning=ExperimentalWarning', fileURLToPath(program), ledgerPath ?? ''];
    const child = spawn(process.execPath, terminal === null ? args : [...args, 'terminal'], {
      cwd: '/',
      env: withoutRunTag(process.env),
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore', terminal ?? 'ignore'],
    });
    child.unref();
    child.stdin?.on('error', () => undefined); // it has ended, which is told below
    child.on('error', (error) => this.#options.onProblem(watchdogGivenUp(`could not be started: ${error.message}`)));
    child.on('exit', (exitCode, signal) => this.#onExit(endingText({ exitCode, signal })));
    return child;
  }

  #onExit(how: string): void {
    if (this.#over) return;
    if (this.#restarts === mostRestarts) {
      this.#options.onProblem(watchdogGivenUp(how));
      return;
    }
    this.#restarts += 1;
    this.#child = this.#start();
    for (const line of this.#told) this.#child.stdin?.write(line);
    this.#options.onProblem(watchdogDied(how));
  }
}

function identityOf({ pid }: ChildProcess): ProcessIdentity | null {
  return pid === undefined ? null : identify(pid);
}
