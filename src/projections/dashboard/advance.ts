// What each event changes in what the run is doing: phase, open domain and loadout, progress, action. Pure.
import type { EventOf, SessionEvent } from '../../domain/events.ts';
import { oneLine } from '../../domain/text.ts';
import { pullingText, stopText } from '../text/sentences.ts';
import { closeTest, countResult } from './progress.ts';
import { type Action, type DashboardState, type DomainProgress, emptyProgress } from './state.ts';
import { waterfallOf } from './waterfall.ts';

export function advance(state: DashboardState, event: SessionEvent): DashboardState {
  switch (event.type) {
    case 'run.started':
    case 'run.continued':
      return onRunStarted(state, event);
    case 'domain.started':
      return {
        ...closeTest(state),
        domain: event.domain,
        loadout: null,
        waterfall: event.driver === 'sts' ? state.waterfall : null,
      };
    case 'loadout.started':
      return onLoadoutStarted(state, event);
    case 'service.starting':
      return acting(state, 'service', `Starting ${oneLine(event.service)}…`);
    case 'service.restarting':
      return acting(state, 'service', `Restarting ${oneLine(event.service)} (${event.attempt} of ${event.of})…`);
    case 'model.loading':
      return acting(state, 'service', `Loading ${oneLine(event.model)}…`);
    case 'model.pulling':
      return pulling(state, event);
    case 'existing.stopped':
      return acting(state, 'service', `Stopped the ${oneLine(event.program)} that was running…`);
    case 'warmup.started':
      return acting(state, 'warmup', `Warming up ${oneLine(event.loadout)}…`);
    case 'trial.started':
      return onTrialStarted(state, event);
    case 'trial.finished':
      return { ...countResult(state, event.result), waterfall: waterfallOf(event.result) ?? state.waterfall };
    case 'loadout.finished':
    case 'domain.finished':
      return closeTest(state);
    case 'run.stopping': {
      const action = acting(state, 'stopping', `Stopping: ${stopText(event.reason)}`);
      return { ...action, phase: 'stopping', stopReason: event.reason };
    }
    case 'run.finished': {
      const finished = {
        ...closeTest(state),
        phase: 'finished',
        outcome: event.outcome,
        stopReason: event.reason,
      } as const;
      return acting(finished, 'finished', finishedText(finished));
    }
    case 'report.started':
      return acting(state, 'report', 'Writing the report…');
    case 'report.finished':
      return {
        ...acting(state, 'finished', `${finishedText(state)} · report: ${oneLine(event.path)}`),
        report: event.path,
      };
    case 'report.failed':
      return acting(state, 'finished', `${finishedText(state)} · the report could not be written`);
    case 'run.abandoned':
    case 'tests.selected':
    case 'results.outdated':
    case 'service.ready':
    case 'service.failed':
    case 'service.exited':
    case 'service.stopped':
    case 'warmup.finished':
    case 'notice.raised':
    case 'existing.kept':
    case 'existing.restarted':
    case 'memory.kept':
      return state;
    default:
      return event satisfies never;
  }
}

function onRunStarted(state: DashboardState, event: EventOf<'run.started' | 'run.continued'>): DashboardState {
  // In a recording, what came before counts on.
  if (state.run !== null) return { ...state, phase: 'running', outcome: null, stopReason: null };
  const { runId, plan, host, domains, tests } = event;
  return {
    ...state,
    phase: 'running',
    run: { runId, plan: plan.name, version: plan.version, host },
    total: emptyProgress(tests),
    domains: domains.map(
      ({ name, loadouts, tests: planned }): DomainProgress => ({
        name,
        loadouts: loadouts.length,
        loadoutsStarted: 0,
        progress: emptyProgress(planned),
        executionMs: 0,
        executedTests: 0,
      }),
    ),
  };
}

function onLoadoutStarted(state: DashboardState, { domain, loadout }: EventOf<'loadout.started'>): DashboardState {
  return {
    ...closeTest(state),
    domain,
    loadout,
    domains: state.domains.map((known) =>
      known.name === domain ? { ...known, loadoutsStarted: known.loadoutsStarted + 1 } : known,
    ),
    pace: { ...state.pace, loadoutStartedMs: state.elapsedMs },
  };
}

function onTrialStarted(state: DashboardState, event: EventOf<'trial.started'>): DashboardState {
  const { testId, repeat, repeats, attempt } = event;
  const which = [repeats > 1 && `repeat ${repeat}/${repeats}`, attempt > 1 && `attempt ${attempt}`].filter(Boolean);
  const text = `Running ${oneLine(testId)}${which.length === 0 ? '' : ` (${which.join(', ')})`}`;
  const { loadoutStartedMs, setupMs, setups } = state.pace;
  const acted = { ...acting(state, 'trial', text), announced: { testId, repeats } };
  if (loadoutStartedMs === null) return acted;
  const spent = state.elapsedMs - loadoutStartedMs;
  return { ...acted, pace: { loadoutStartedMs: null, setupMs: setupMs + spent, setups: setups + 1 } };
}

/** The clock beside it counts from the beginning of the pull. */
function pulling(state: DashboardState, event: EventOf<'model.pulling'>): DashboardState {
  const next = acting(state, 'pull', pullingText(event));
  return state.action.kind === 'pull' ? { ...next, action: { ...next.action, sinceMs: state.action.sinceMs } } : next;
}

function finishedText({ outcome }: DashboardState): string {
  return outcome === null ? 'Finished' : `Finished: ${outcome}`;
}

function acting(state: DashboardState, kind: Action['kind'], text: string): DashboardState {
  return { ...state, action: { kind, text, sinceMs: state.elapsedMs } };
}
