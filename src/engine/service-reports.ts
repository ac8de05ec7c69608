// What a service's report means for the session.
import type { SessionEvent } from '../domain/events.ts';
import { endingText } from '../domain/wording.ts';
import { exitedInUse } from '../services/sentences.ts';
import type { ServiceReport } from '../services/supervisor.ts';
import type { Step } from './inputs.ts';
import { noteVersion } from './outdated.ts';
import { inUse, lose, restartedBefore } from './restarts.ts';
import { type Obstacle, type ServiceState, type SessionRules, type SessionState, stretchAt } from './state.ts';

export function onServiceReport(rules: SessionRules, state: SessionState, report: ServiceReport): Step {
  switch (report.type) {
    case 'starting': {
      const { type: _type, ...about } = report;
      const { domain } = stretchAt(rules.schedule, state);
      return settle(state, report.service, 'starting', { type: 'service.starting', domain, ...about });
    }
    case 'loading':
      return told(state, { ...report, type: 'model.loading' });
    case 'pulling':
      return told(state, { ...report, type: 'model.pulling' });
    case 'existing-stopped':
      return told(state, { ...report, type: 'existing.stopped' });
    case 'existing-kept':
      return told(state, { ...report, type: 'existing.kept' });
    case 'existing-restarted':
      return told(state, { ...report, type: 'existing.restarted' });
    case 'ready': {
      const { connection: _connection, ...about } = report;
      return settle(noteVersion(state, report), report.service, 'ready', { ...about, type: 'service.ready' });
    }
    case 'failed':
      return onFailed(state, report);
    case 'exited':
      return onExited(rules, state, report);
    case 'stopped': {
      const { service, durationMs, forced } = report;
      return settle(state, service, 'stopped', { type: 'service.stopped', service, durationMs, forced });
    }
    default:
      return report satisfies never;
  }
}

type ReportOf<T extends ServiceReport['type']> = Extract<ServiceReport, { type: T }>;

function told(state: SessionState, event: SessionEvent): Step {
  return { state, events: [event], effects: [] };
}

function settle(state: SessionState, service: string, to: ServiceState, event: SessionEvent): Step {
  return { state: { ...state, services: new Map(state.services).set(service, to) }, events: [event], effects: [] };
}

/** One that was up before is installed: that it does not come up again is no reason to skip its tests. */
function onFailed(state: SessionState, { service, skipped: isMissing, message }: ReportOf<'failed'>): Step {
  const skipped = isMissing && !state.restarts.has(service);
  const obstacle: Obstacle = { status: skipped ? 'skipped' : 'error', reason: message };
  const step = settle(state, service, 'failed', { type: 'service.failed', service, skipped, message });
  return { ...step, state: { ...step.state, obstacle: worseObstacle(state.obstacle, obstacle) } };
}

/** An error outweighs a skip; of two alike the first one is named. */
function worseObstacle(before: Obstacle | null, now: Obstacle): Obstacle {
  return before === null || (before.status === 'skipped' && now.status === 'error') ? now : before;
}

/**
 * The trial under way cannot be measured any more; those that come after it can, where it may be started again. At the end
 * of a stretch there are none, and what is noted of it here is forgotten with it.
 */
function onExited(rules: SessionRules, state: SessionState, report: ReportOf<'exited'>): Step {
  const { service, log: _log, ...about } = report;
  const lastLine = report.lastLines.at(-1) ?? null;
  const step = settle(state, service, 'exited', { ...about, type: 'service.exited', service, lastLine });
  const isEnding = state.services.get(service) === 'stopping';
  if (isEnding || inUse(rules, state, service) === undefined) return step;
  const sentence = exitedInUse(report, report);
  const why = `it ${endingText(report)}${causeText(report)}`;
  const lost = lose(rules, step.state, service, { why, hangs: false });
  const reason = lost === null ? `${sentence}${restartedBefore(state, service)}` : sentence;
  return {
    state: lost ?? { ...step.state, obstacle: worseObstacle(state.obstacle, { status: 'error', reason }) },
    events: step.events,
    effects: state.phase === 'trial' || state.phase === 'warming' ? [{ type: 'abort-trial', reason }] : [],
  };
}

function causeText({ cause }: ReportOf<'exited'>): string {
  return cause === null ? '' : `: ${cause}`;
}
