// The first event of a run: what is about to happen, where, and by whose wish.
import type { DomainOutline, SessionEvent } from '../domain/events.ts';
import { plannedTrials, type Schedule } from '../domain/schedule.ts';
import type { RunFolder } from '../engine/run-folder.ts';
import type { SystemSnapshot } from '../projections/system-info.ts';
import type { RunRequest } from './run-request.ts';
import { version } from './version.ts';

export function runStarted(request: RunRequest, folder: RunFolder, snapshot: SystemSnapshot): SessionEvent {
  const { plan, schedule, filters, mode, triggeredBy } = request;
  const domains = outline(schedule);
  return {
    type: 'run.started',
    runId: folder.runId,
    dayId: folder.dayId,
    runnerVersion: version,
    plan: { name: plan.name, file: plan.source.file, version: request.version },
    host: snapshot.host,
    triggeredBy,
    mode,
    filters,
    domains,
    tests: domains.reduce((sum, { tests }) => sum + tests, 0),
    trials: domains.reduce((sum, { trials }) => sum + trials, 0),
  };
}

function outline(schedule: Schedule): readonly DomainOutline[] {
  const domains = new Map<string, DomainOutline>();
  for (const { domain, driver, loadout, tests } of schedule.stretches) {
    const before = domains.get(domain) ?? { name: domain, driver, loadouts: [], tests: 0, trials: 0 };
    domains.set(domain, {
      ...before,
      loadouts: loadout === null ? before.loadouts : [...before.loadouts, loadout.label],
      tests: before.tests + tests.length,
      trials: before.trials + tests.reduce((sum, test) => sum + plannedTrials(test), 0),
    });
  }
  return [...domains.values()];
}
