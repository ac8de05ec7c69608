// What a service's report means for the session.
import type { SessionEvent } from '../domain/events.ts';
import { endingText } from '../domain/wording.ts';
import type { ServiceReport } from '../services/supervisor.ts';
import type { Step } from './inputs.ts';
import { type Obstacle, type ServiceState, type SessionRules, type SessionState, stretchAt } from './state.ts';

export function onServiceReport({ schedule }: SessionRules, state: SessionState, report: ServiceReport): Step {
  switch (report.type) {
    case 'starting': {
      const { type: _type, ...about } = report;
      const { domain } = stretchAt(schedule, state);
      return settle(state, report.service, 'starting', { type: 'service.starting', domain, ...about });
    }
    case 'loading':
      return { state, events: [{ type: 'model.loading', service: report.service, model: report.model }], effects: [] };
    case 'ready': {
      const { service, startupMs, version, modelDigest, binary } = report;
      return settle(state, service, 'ready', {
        type: 'service.ready',
        service,
        startupMs,
        version,
        modelDigest,
        binary,
      });
    }
    case 'failed':
      return onFailed(state, report);
    case 'exited':
      return onExited(state, report);
    case 'stopped': {
      const { service, durationMs, forced } = report;
      return settle(state, service, 'stopped', { type: 'service.stopped', service, durationMs, forced });
    }
    default:
      return report satisfies never;
  }
}

type ReportOf<T extends ServiceReport['type']> = Extract<ServiceReport, { type: T }>;

function settle(state: SessionState, service: string, to: ServiceState, event: SessionEvent): Step {
  return { state: { ...state, services: new Map(state.services).set(service, to) }, events: [event], effects: [] };
}

function onFailed(state: SessionState, { service, skipped, message }: ReportOf<'failed'>): Step {
  const obstacle: Obstacle = { status: skipped ? 'skipped' : 'error', reason: message };
  const step = settle(state, service, 'failed', { type: 'service.failed', service, skipped, message });
  return { ...step, state: { ...step.state, obstacle: worseObstacle(state.obstacle, obstacle) } };
}

/** An error outweighs a skip; of two alike the first one is named. */
function worseObstacle(before: Obstacle | null, now: Obstacle): Obstacle {
  return before === null || (before.status === 'skipped' && now.status === 'error') ? now : before;
}

/** The trial under way cannot be measured any more, and neither can those that come after it. */
function onExited(state: SessionState, report: ReportOf<'exited'>): Step {
  const { service, exitCode, signal, lastLine } = report;
  const reason = exitSentence(report);
  const step = settle(state, service, 'exited', { type: 'service.exited', service, exitCode, signal, lastLine });
  return {
    state: { ...step.state, obstacle: worseObstacle(state.obstacle, { status: 'error', reason }) },
    events: step.events,
    effects: state.phase === 'trial' || state.phase === 'warming' ? [{ type: 'abort-trial', reason }] : [],
  };
}

function exitSentence({ service, lastLine, ...ending }: ReportOf<'exited'>): string {
  const last = lastLine === null ? '' : `; its last line: "${lastLine}"`;
  return `service "${service}" ${endingText(ending)} while it was in use${last}`;
}
