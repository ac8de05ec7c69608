// One step as a process group of its own. It ends by itself, or by TERM and after a grace by KILL to the whole group; what
// it left in the background is killed, so that nothing of a step outlives it in its group.
import { fstatSync } from 'node:fs';
import { execa } from 'execa';
import type { ProcessEnd } from '../../checks/evidence.ts';
import { isDescriptor } from '../../system/descriptors.ts';
import { signalGroup } from '../../system/signals.ts';
import type { DriverContext } from '../driver-context.ts';
import type { Interruption, TaskLimits } from '../limits.ts';

export interface StepCommand {
  readonly line: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Open file descriptors. */
  readonly stdout: number;
  readonly stderr: number;
  /** Null = bounded by the task alone. */
  readonly timeoutMs: number | null;
}

export type StepInterruption = Interruption | { readonly kind: 'flood' };

export interface StepEnd {
  /** Null where it could not be started; `startError` says why. */
  readonly exit: ProcessEnd | null;
  readonly startError: string | null;
  readonly interruption: StepInterruption | null;
  readonly durationMs: number;
}

const graceMs = 2000;
/** Beyond this a step is taken for one that would fill the disk. */
export const floodBytes = 1024 * 1024 * 1024;
const floodPollMs = 500;

export async function runStep(
  command: StepCommand,
  { limits, gate }: Pick<DriverContext, 'limits' | 'gate'>,
): Promise<StepEnd> {
  const { line, cwd, env, stdout, stderr } = command;
  if (!isDescriptor(stdout) || !isDescriptor(stderr)) throw new Error('a step needs open file descriptors');
  const beganAt = performance.now();
  const child = gate.pass(() =>
    execa('/bin/sh', ['-c', line], {
      cwd,
      env,
      stdio: ['ignore', stdout, stderr],
      detached: true,
      cleanup: false,
      buffer: false,
      reject: false,
    }),
  );
  const { pid } = child;
  const watch = pid === undefined ? null : new StepWatch(pid, command, limits);
  // Without pipes this resolves on `exit`; it never waits for a grandchild that holds an output open.
  const { exitCode, signal, originalMessage, shortMessage } = await child;
  const durationMs = performance.now() - beganAt;
  watch?.release();
  if (pid === undefined) {
    return { exit: null, startError: originalMessage ?? shortMessage ?? 'unknown', interruption: null, durationMs };
  }
  signalGroup(pid, 'SIGKILL');
  const exit = { exitCode: exitCode ?? null, signal: signal ?? null };
  return { exit, startError: null, interruption: watch?.interruption ?? null, durationMs };
}

/** Ends the group when the step's or the task's time is up, when the task is aborted, or when the output grows without end. */
class StepWatch {
  interruption: StepInterruption | null = null;
  readonly #pid: number;
  readonly #limits: TaskLimits;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #onAbort = (): void => {
    if (this.#limits.interruption !== null) this.#end(this.#limits.interruption);
  };

  constructor(pid: number, { timeoutMs, stdout, stderr }: StepCommand, limits: TaskLimits) {
    this.#pid = pid;
    this.#limits = limits;
    limits.signal.addEventListener('abort', this.#onAbort);
    if (timeoutMs !== null) {
      this.#timers.push(setTimeout(() => this.#end({ kind: 'timeout', timeoutMs }), timeoutMs));
    }
    const poll = (): void => {
      if (fstatSync(stdout).size + fstatSync(stderr).size > floodBytes) this.#end({ kind: 'flood' });
    };
    this.#timers.push(setInterval(poll, floodPollMs));
    this.#onAbort();
  }

  release(): void {
    this.#limits.signal.removeEventListener('abort', this.#onAbort);
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #end(interruption: StepInterruption): void {
    if (this.interruption !== null) return;
    this.interruption = interruption;
    signalGroup(this.#pid, 'SIGTERM');
    this.#timers.push(setTimeout(() => signalGroup(this.#pid, 'SIGKILL'), graceMs));
  }
}
