// What there is to say about the end of a process that nobody asked for.
import { oneLine } from '../domain/text.ts';
import type { ProcessExit } from '../system/launch.ts';
import { endingLines, lastLines } from '../system/log-files.ts';
import type { WatchOomKills } from '../system/oom-kills.ts';
import { kernelCause, memoryCause } from './out-of-memory.ts';

export interface ExitEvidence {
  /** A clause; null where nothing is known besides the last lines. */
  readonly cause: string | null;
  /** Oldest first. */
  readonly lastLines: readonly string[];
}

/** `exit` is null for a process that has not ended. */
export type Evidence = (exit: ProcessExit | null) => ExitEvidence;

const quotedLines = 3;
/** An error can be followed by a long stack of where it happened, of several processes. */
const searchedBytes = 16 * 1024;

/** To be called while the process lives; `log` is the absolute path of what it prints. */
export function evidenceOf(pid: number, log: string, watch: WatchOomKills): Evidence {
  const killed = watch(pid);
  return (exit) => {
    const byKernel = exit === null ? null : kernelCause(exit, killed());
    const byLog = wasAsked(exit) ? null : memoryCause(endingLines(log, searchedBytes).map(oneLine));
    const cause = byKernel ?? byLog;
    return { cause, lastLines: lastLines(log, quotedLines) };
  };
}

const signalsOfOthers: ReadonlySet<string | null> = new Set(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGKILL']);

/** Somebody ended it, or it ended in good order: a want of memory that its log tells of was overcome before. */
function wasAsked(exit: ProcessExit | null): boolean {
  return exit !== null && (exit.exitCode === 0 || signalsOfOthers.has(exit.signal));
}

/** The adapter's own explanation of a start that failed says more, unless it does not name what was short. */
export function withExplanation({ cause, lastLines: lines }: ExitEvidence, explanation: string | null): ExitEvidence {
  if (cause === null || explanation === null) return { cause: cause ?? explanation, lastLines: lines };
  return { cause: /out of memory/i.test(explanation) ? explanation : `${cause}: ${explanation}`, lastLines: lines };
}
