// run.json: what the run is and how far it got, in one small file. Counted from the results that were recorded.
import {
  type EventOf,
  type RecordedEvent,
  type RunOutline,
  type RunStatus,
  runRecordVersion,
  type SessionEvent,
} from '../domain/events.ts';
import { type Summary, Tally, type Verdict, withNotReached } from '../domain/summary.ts';

/** Between two writes that no state of the run asks for. */
const shortestIntervalMs = 200;

/** What is needed of events: those that are read back from a journal have no more. */
export type RunRecordEvent =
  | ({ readonly type: 'run.started' | 'run.continued' } & Outline)
  | { readonly type: 'run.abandoned' }
  | { readonly type: 'trial.finished'; readonly result: Verdict }
  | { readonly type: 'results.outdated'; readonly tests: readonly string[] }
  | ({ readonly type: 'run.finished' } & Ending)
  | { readonly type: 'report.finished'; readonly path: string }
  | { readonly type: Exclude<SessionEvent['type'], Known> };

type Known =
  | 'run.started'
  | 'run.continued'
  | 'run.abandoned'
  | 'results.outdated'
  | 'trial.finished'
  | 'run.finished'
  | 'report.finished';

interface Outline extends Pick<RunOutline, 'runId' | 'dayId' | 'filters' | 'triggeredBy' | 'plan'> {
  readonly mode: string;
}

type Ending = Pick<EventOf<'run.finished'>, 'status' | 'outcome' | 'durationMs' | 'exitCode' | 'reason'>;

type Noted = Omit<RecordedEvent, 'event'> & { readonly event: RunRecordEvent };

interface Facts {
  /** Of the first part, where that is none of the events. */
  readonly begunAt?: string;
  started: { readonly outline: Outline; readonly at: string } | null;
  finished: { readonly ending: Ending; readonly at: string } | null;
  abandoned: boolean;
  report: string | null;
  updatedAt: string;
}

/** What is known beside the events to come. */
export interface RunRecordPast {
  /** How many more tests there are of which only the number is known. */
  readonly notReached?: number;
  /** Where a run is continued: what its earlier parts recorded. */
  readonly earlier?: { readonly startedAt: string; readonly results: readonly Verdict[] } | null;
}

/** `save` replaces the file; `tests` are the selected test ids with the repeats that each needs. */
export function createRunRecord(
  save: (text: string) => void,
  tests: Iterable<readonly [string, number]>,
  { notReached = 0, earlier = null }: RunRecordPast = {},
) {
  const tally = new Tally();
  for (const [testId, repeats] of tests) tally.expect(testId, repeats);
  for (const result of earlier?.results ?? []) tally.add(result);
  const begun = earlier === null ? {} : { begunAt: earlier.startedAt };
  const facts: Facts = { ...begun, started: null, finished: null, abandoned: false, report: null, updatedAt: '' };
  let savedMs = Number.NEGATIVE_INFINITY;
  let stale = false;

  function write(elapsedMs: number): void {
    if (facts.started === null) return;
    save(`${JSON.stringify(describe(facts, withNotReached(tally.summary(), notReached)), null, 2)}\n`);
    savedMs = elapsedMs;
    stale = false;
  }

  return {
    name: 'run.json',
    onEvent({ at, elapsedMs, event }: Noted): void {
      facts.updatedAt = at;
      if (event.type === 'trial.finished') tally.add(event.result);
      else if (event.type === 'results.outdated') for (const testId of event.tests) tally.forget(testId);
      else if (!note(facts, event, at)) return;
      stale = true;
      if (event.type !== 'trial.finished' || elapsedMs - savedMs >= shortestIntervalMs) write(elapsedMs);
    },
    onTick(): void {
      if (stale) write(savedMs);
    },
  };
}

/** Whether the event changes anything. */
function note(facts: Facts, event: RunRecordEvent, at: string): boolean {
  switch (event.type) {
    case 'run.started':
      facts.started = { outline: event, at };
      return true;
    case 'run.continued':
      facts.started = { outline: event, at: facts.started?.at ?? facts.begunAt ?? at };
      facts.finished = null;
      return true;
    case 'run.abandoned':
      facts.abandoned = true;
      return true;
    case 'run.finished':
      facts.finished = { ending: event, at };
      return true;
    case 'report.finished':
      facts.report = event.path;
      return true;
    default:
      return false;
  }
}

function describe({ started, finished, abandoned, report, updatedAt }: Facts, summary: Summary) {
  const outline = started?.outline;
  const ending = finished?.ending;
  const status: RunStatus = abandoned ? 'abandoned' : (ending?.status ?? 'in_progress');
  return {
    v: runRecordVersion,
    runId: outline?.runId,
    dayId: outline?.dayId,
    status,
    outcome: ending?.outcome ?? null,
    createdAt: started?.at,
    updatedAt,
    ...(status === 'completed' && finished !== null && { completedAt: finished.at }),
    durationMs: ending?.durationMs ?? null,
    exitCode: ending?.exitCode ?? null,
    stoppedBy: ending?.reason ?? null,
    mode: outline?.mode,
    filters: outline?.filters,
    triggeredBy: outline?.triggeredBy,
    plan: outline?.plan,
    summary,
    report,
  };
}
