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
      const answer = await answerOf(path, words(unit, 'show', '--property=MainPID', '--value'), askMs);
      const pid = Number((answer.kind === 'ended' && answer.stdout.trim()) || 'none');
      return Number.isInteger(pid) && pid > 0 ? pid : null;
    },
    change: async (unit, to) => changeIn(await answerOf(path, words(unit, to), changeMs)),
    startNow(unit) {
      const child = spawn(path, words(unit, 'start'), { detached: true, stdio: 'ignore' });
      child.on('error', () => undefined); // there is nobody left to tell
      child.unref();
    },
  };
}

function changeIn(answer: ProgramAnswer): Change {
  switch (answer.kind) {
    case 'ended': {
      const { exitCode, stderr } = answer;
      return exitCode === 0 ? { kind: 'done' } : { kind: 'refused', why: stderr.trim() || 'it gives no reason' };
    }
    case 'broken-off':
      return { kind: 'unfinished', why: answer.why };
    case 'not-started':
      return { kind: 'refused', why: answer.why };
    default:
      return answer satisfies never;
  }
}

function words({ name, manager }: Unit, verb: string, ...options: readonly string[]): readonly string[] {
  return ['--no-ask-password', ...(manager === 'user' ? ['--user'] : []), verb, ...options, '--', name];
}
