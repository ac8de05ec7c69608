// Units of systemd, through its own program. It is never allowed to ask for a password, and never waited for without end.
import { spawn } from 'node:child_process';
import { findExecutable } from './executables.ts';
import { answerOf, type ProgramAnswer } from './program-answer.ts';

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

export type MainProcess =
  /** The process that the unit stands for; null where there is no such unit, or nothing of it runs. */
  { readonly kind: 'known'; readonly pid: number | null } | { readonly kind: 'unknown'; readonly why: string };

export interface Systemd {
  mainProcessOf(unit: Unit): Promise<MainProcess>;
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
    mainProcessOf: async (unit) =>
      mainProcessIn(await answerOf(path, words(unit, 'show', '--property=MainPID', '--value'), askMs)),
    change: async (unit, to) => changeIn(await answerOf(path, words(unit, to), changeMs)),
    startNow(unit) {
      const child = spawn(path, words(unit, 'start'), { detached: true, stdio: 'ignore' });
      child.on('error', () => undefined); // there is nobody left to tell
      child.unref();
    },
  };
}

function mainProcessIn(answer: ProgramAnswer): MainProcess {
  const said = answer.kind === 'ended' && answer.exitCode === 0 ? /^\d+$/.exec(answer.stdout.trim()) : null;
  if (said === null) return { kind: 'unknown', why: reasonIn(answer) };
  const pid = Number(said[0]);
  return { kind: 'known', pid: pid > 0 ? pid : null };
}

function changeIn(answer: ProgramAnswer): Change {
  if (answer.kind === 'ended' && answer.exitCode === 0) return { kind: 'done' };
  return { kind: answer.kind === 'broken-off' ? 'unfinished' : 'refused', why: reasonIn(answer) };
}

function reasonIn(answer: ProgramAnswer): string {
  return answer.kind === 'ended' ? answer.stderr.trim() || 'it gives no reason' : answer.why;
}

function words({ name, manager }: Unit, verb: string, ...options: readonly string[]): readonly string[] {
  return ['--no-ask-password', ...(manager === 'user' ? ['--user'] : []), verb, ...options, '--', name];
}
