// Where a run stands, gathered from its folder and from whether its runner is alive; `runner status --json` prints it.
import { dirname, resolve } from 'node:path';
import type { RunOutcome, RunStatus } from '../domain/events.ts';
import { reasonOf } from '../domain/reasons.ts';
import type { RunPlace } from '../history/find-run.ts';
import { badIn } from '../history/status/group-state.ts';
import { countRun, type RunCounts, type StatusResult } from '../history/status/run-status.ts';
import { readRecordedRun } from '../recorded/recorded-run.ts';
import type { StopReasonRecord } from '../recorded/schemas/events.ts';
import { reasonedResultSchema } from '../recorded/schemas/results.ts';
import { type RunnerState, runnerOf } from './run-runner.ts';

/** Plain data; grows with what is known, never changes its meaning without `version`. See docs/runs-over-time.md. */
export interface StatusReport extends RunCounts {
  readonly version: 1;
  readonly runId: string;
  readonly dayId: string | null;
  readonly directory: string;
  readonly status: RunStatus;
  /** Null before the run has told its end. */
  readonly outcome: RunOutcome | null;
  /** Null for a run that is over. */
  readonly runner: RunnerState | null;
  readonly stoppedBy: StopReasonRecord | null;
  readonly startedAt: string | null;
  readonly updatedAt: string | null;
  readonly plan: { readonly name: string; readonly file: string; readonly version: string | null } | null;
  readonly next: readonly NextStep[];
  readonly warnings: readonly string[];
}

export interface NextStep {
  readonly command: string;
  /** Which tests it executes, and how many they are. */
  readonly executes: 'pending' | 'failed';
  readonly tests: number;
}

/** `logsDir` is how the folder of all runs was given. */
export async function statusReport(place: RunPlace, logsDir: string): Promise<StatusReport> {
  // Before its journal is read: a runner that ends in between has written its end by then.
  const runner = await runnerOf(place.directory);
  const run = await readRecordedRun(place.directory, statusResultSchema);
  const { facts, record, runId, warnings } = run;
  const counts = countRun(run);
  const status = record?.status ?? facts.status;
  const plan = facts.outline?.plan ?? record?.plan ?? null;
  return {
    version: 1,
    runId,
    dayId: facts.outline?.dayId ?? record?.dayId ?? null,
    directory: place.directory,
    status,
    outcome: facts.ending?.outcome ?? record?.outcome ?? null,
    runner: status === 'in_progress' ? runner : null,
    stoppedBy: facts.ending?.reason ?? facts.stopping,
    startedAt: facts.startedAt ?? record?.createdAt ?? null,
    updatedAt: facts.updatedAt,
    plan: plan && { name: plan.name, file: plan.file, version: plan.version },
    ...counts,
    next: status === 'abandoned' || runner.state !== 'gone' ? [] : nextSteps(counts, commandFor(place, logsDir)),
    warnings,
  };
}

export const statusResultSchema = reasonedResultSchema.transform((result): StatusResult => {
  const { testId, name, domain, loadout, group, repeat, attempt, status: each, flaky } = result;
  return { testId, name, domain, loadout, group, repeat, attempt, status: each, flaky, why: reasonOf(result) };
});

function nextSteps({ summary }: RunCounts, command: string): NextStep[] {
  const failed = badIn(summary);
  const { pending } = summary;
  return [
    ...(pending === 0 ? [] : [{ command, executes: 'pending' as const, tests: pending }]),
    ...(failed === 0 ? [] : [{ command: `${command} --retry-failed`, executes: 'failed' as const, tests: failed }]),
  ];
}

/** As it can be pasted into a shell. */
function commandFor({ runId, directory }: RunPlace, logsDir: string): string {
  const command = 'runner run --continue';
  if (dirname(directory) !== resolve(logsDir)) return `${command} ${shellWord(directory)}`;
  return `${command} ${shellWord(runId)}${logsDir === 'logs' ? '' : ` --logs-dir ${shellWord(logsDir)}`}`;
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
