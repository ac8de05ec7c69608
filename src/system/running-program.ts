// What program a process runs, as the kernel knows it: a process may call itself anything. Where that may not be known
// (another user's process), it is null.
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, statSync } from 'node:fs';

export interface RunningProgram {
  /** Absolute. */
  readonly executable: string | null;
  /** With what it was started, its own name first; it may have written over them. */
  readonly args: readonly string[];
  readonly userId: number | null;
}

export function runningProgram(pid: number): RunningProgram {
  return process.platform === 'darwin' ? programByPs(pid) : programByProc(pid);
}

function programByProc(pid: number): RunningProgram {
  return {
    // The file was replaced by a newer one while the process ran.
    executable: attempt(() => readlinkSync(`/proc/${pid}/exe`))?.replace(/ \(deleted\)$/, '') ?? null,
    args:
      attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
        ?.replace(/\0$/, '')
        .split('\0') ?? [],
    userId: attempt(() => statSync(`/proc/${pid}`).uid) ?? null,
  };
}

/** `comm` is the path of the program there; arguments with blanks in them come apart. */
function programByPs(pid: number): RunningProgram {
  const ask = (column: string): string | null => {
    const args = ['-ww', '-o', `${column}=`, '-p', String(pid)];
    return attempt(() => execFileSync('ps', args, { encoding: 'utf8', timeout: 5000, stdio: 'pipe' }).trim());
  };
  const userId = Number.parseInt(ask('uid') ?? '', 10);
  const executable = ask('comm');
  return {
    executable: executable?.startsWith('/') === true ? executable : null,
    args: ask('args')?.split(/\s+/) ?? [],
    userId: Number.isInteger(userId) ? userId : null,
  };
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null; // it has ended, or it belongs to somebody else
  }
}
