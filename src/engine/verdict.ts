// What a run comes to: outcome, status and exit code, counted from recorded results.
import { exitCodes } from '../domain/errors.ts';
import type { RunOutcome, RunStatus, StopReason } from '../domain/events.ts';
import type { Summary } from '../domain/summary.ts';
import type { StartCounts } from './state.ts';

export interface Verdict {
  readonly status: RunStatus;
  readonly outcome: RunOutcome;
  readonly exitCode: number;
}

export function verdictOn(summary: Summary, reason: StopReason | null, starts: StartCounts): Verdict {
  const bad = summary.failed + summary.timeout + summary.error > 0;
  return {
    // What is pending can still be executed later: such a run is not over.
    status: summary.pending > 0 ? 'in_progress' : 'completed',
    outcome: outcomeOf(summary, bad),
    exitCode: exitCodeOf(summary, bad, reason, starts),
  };
}

function outcomeOf(summary: Summary, bad: boolean): RunOutcome {
  if (summary.pending > 0 || summary.executed === 0) return 'partial';
  return bad ? 'failed' : 'passed';
}

function exitCodeOf(summary: Summary, bad: boolean, reason: StopReason | null, starts: StartCounts): number {
  if (reason?.kind === 'signal') return exitCodes[reason.signal];
  if (reason?.kind === 'fatal') return exitCodes.cannotGoOn;
  if (starts.failed > 0 && starts.ready === 0 && starts.withoutServices === 0) return exitCodes.cannotGoOn;
  if (bad) return exitCodes.failed;
  return summary.executed === 0 ? exitCodes.nothingRun : exitCodes.passed;
}
