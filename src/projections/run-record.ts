// run.json: what the run is and how far it got, in one small file. Counted from the results that were recorded.
import {
  type EventOf,
  type RecordedEvent,
  type RunOutcome,
  type RunStatus,
  runRecordVersion,
} from '../domain/events.ts';
import { Tally, type Verdict } from '../domain/summary.ts';

/** Between two writes that no state of the run asks for. */
const shortestIntervalMs = 200;

type Begun = EventOf<'run.started' | 'run.continued'>;

/** What earlier parts of a run that is continued recorded. */
export interface EarlierRecord {
  readonly startedAt: string;
  readonly results: readonly Verdict[];
}

/** `save` replaces the file; `tests` are the selected test ids with the repeats that each needs. */
export function createRunRecord(
  save: (text: string) => void,
  tests: Iterable<readonly [string, number]>,
  earlier: EarlierRecord | null = null,
) {
  const tally = new Tally();
  for (const [testId, repeats] of tests) tally.expect(testId, repeats);
  for (const result of earlier?.results ?? []) tally.add(result);
  let started: { event: Begun; at: string } | null = null;
  let finished: { event: EventOf<'run.finished'>; at: string } | null = null;
  let report: string | null = null;
  let updatedAt = '';
  let savedMs = Number.NEGATIVE_INFINITY;
  let stale = false;

  function write(elapsedMs: number): void {
    if (started === null) return;
    save(`${JSON.stringify(describe(started, finished, { tally, report, updatedAt }), null, 2)}\n`);
    savedMs = elapsedMs;
    stale = false;
  }

  return {
    name: 'run.json',
    onEvent({ at, elapsedMs, event }: RecordedEvent): void {
      updatedAt = at;
      if (event.type === 'run.started') started = { event, at };
      else if (event.type === 'run.continued') started = { event, at: earlier?.startedAt ?? at };
      else if (event.type === 'trial.finished') tally.add(event.result);
      else if (event.type === 'run.finished') finished = { event, at };
      else if (event.type === 'report.finished') report = event.path;
      else return;
      stale = true;
      if (event.type !== 'trial.finished' || elapsedMs - savedMs >= shortestIntervalMs) write(elapsedMs);
    },
    onTick(): void {
      if (stale) write(savedMs);
    },
  };
}

function describe(
  started: { event: Begun; at: string },
  finished: { event: EventOf<'run.finished'>; at: string } | null,
  { tally, report, updatedAt }: { tally: Tally; report: string | null; updatedAt: string },
) {
  const { event } = started;
  const status: RunStatus = finished?.event.status ?? 'in_progress';
  const outcome: RunOutcome | null = finished?.event.outcome ?? null;
  return {
    v: runRecordVersion,
    runId: event.runId,
    dayId: event.dayId,
    status,
    outcome,
    createdAt: started.at,
    updatedAt,
    ...(status === 'completed' && finished !== null && { completedAt: finished.at }),
    durationMs: finished?.event.durationMs ?? null,
    exitCode: finished?.event.exitCode ?? null,
    stoppedBy: finished?.event.reason ?? null,
    mode: event.mode,
    filters: event.filters,
    triggeredBy: event.triggeredBy,
    plan: event.plan,
    summary: tally.summary(),
    report,
  };
}
