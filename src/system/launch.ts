// Starts a program in a session of its own, so that no signal meant for us reaches it, with its output going straight to a
// file: its log survives us, and it can never block on a pipe that nobody reads.
import { execa } from 'execa';
import { isDescriptor } from './descriptors.ts';
import { identify, type ProcessIdentity } from './processes.ts';

export interface LaunchRequest {
  /** Absolute. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** On top of our own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** An open descriptor that takes stdout and stderr. */
  readonly output: number;
}

export interface ProcessExit {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

export interface Launched {
  readonly process: ProcessIdentity;
  readonly exited: Promise<ProcessExit>;
  /** How it ended; null while it runs. */
  exit(): ProcessExit | null;
}

/** Rejects with the system's reason when the program cannot be started. */
export async function launch({ program, args, cwd, env, output }: LaunchRequest): Promise<Launched> {
  if (!isDescriptor(output)) throw new Error(`${output} is no file descriptor`);
  const child = execa(program, args, {
    cwd,
    env,
    stdio: ['ignore', output, output],
    detached: true,
    cleanup: false,
    buffer: false,
    reject: false,
  });
  let exit: ProcessExit | null = null;
  const exited = child.then(({ exitCode, signal }) => {
    exit = { exitCode: exitCode ?? null, signal: signal ?? null };
    return exit;
  });
  // The kernel keeps the entry until we have waited for the child, which happens no earlier than the next turn of the loop.
  const identity = child.pid === undefined ? null : identify(child.pid);
  if (identity !== null) return { process: identity, exited, exit: () => exit };
  const { originalMessage, shortMessage } = await child;
  throw new Error(originalMessage ?? shortMessage ?? 'it could not be started');
}
