// Units of systemd, through its own program. It is never allowed to ask for a password, and never waited for without end.
import { spawn } from 'node:child_process';
import { execa } from 'execa';
import { findExecutable } from './executables.ts';

export interface Unit {
  /** For example `ollama.service`. */
  readonly name: string;
  /** The machine's service manager, or that of this user. */
  readonly manager: 'system' | 'user';
}

export type Change =
  | { readonly kind: 'done' }
  /** Nothing was changed; in its own words. */
  | { readonly kind: 'refused'; readonly why: string }
  /** It may still happen. */
  | { readonly kind: 'unfinished'; readonly why: string };

export interface Systemd {
  /** The process that the unit stands for; null where there is no such unit, or nothing of it runs. */
  mainPidOf(unit: Unit): Promise<number | null>;
  change(unit: Unit, to: 'start' | 'stop'): Promise<Change>;
  /** Without waiting for it, so that it can be asked in the last moment of this process. */
  startNow(unit: Unit): void;
}

const askMs = 3000;
const changeMs = 20_000;

/** Null where it is not installed. */
export function systemd(searchPath: string | undefined): Systemd | null {
  const found = findExecutable('systemctl', searchPath, process.cwd());
  if (found.kind !== 'found') return null;
  const { path } = found;
  return {
    async mainPidOf(unit) {
      const args = words(unit, 'show', '--property=MainPID', '--value');
      const { stdout } = await execa(path, args, { stdin: 'ignore', timeout: askMs, reject: false });
      const pid = Number(stdout?.trim() || 'none');
      return Number.isInteger(pid) && pid > 0 ? pid : null;
    },
    async change(unit, to) {
      const options = { stdin: 'ignore', timeout: changeMs, reject: false } as const;
      const { failed, timedOut, stderr, shortMessage } = await execa(path, words(unit, to), options);
      if (!failed) return { kind: 'done' };
      if (timedOut) return { kind: 'unfinished', why: `it took longer than ${changeMs / 1000} s` };
      return { kind: 'refused', why: stderr?.trim() || shortMessage || 'it gives no reason' };
    },
    startNow(unit) {
      const child = spawn(path, words(unit, 'start'), { detached: true, stdio: 'ignore' });
      child.on('error', () => undefined); // there is nobody left to tell
      child.unref();
    },
  };
}

function words({ name, manager }: Unit, verb: string, ...options: readonly string[]): readonly string[] {
  return ['--no-ask-password', ...(manager === 'user' ? ['--user'] : []), verb, ...options, '--', name];
}
