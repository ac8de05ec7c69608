// A run in its first event: what is about to happen, where, and by whose wish.
import type { DomainOutline, RunOutline } from '../domain/events.ts';
import { plannedTrials, type Schedule } from '../domain/schedule.ts';
import type { RunFolder } from '../engine/run-folder.ts';
import type { SystemSnapshot } from '../projections/system-info.ts';
import type { RunRequest } from './run-request.ts';
import { version } from './version.ts';

export function outlineOf(request: RunRequest, folder: RunFolder, snapshot: SystemSnapshot): RunOutline {
  const { plan, schedule, filters, overrides, mode, triggeredBy, continuation } = request;
  const domains = outline(continuation?.whole ?? schedule);
  return {
    runId: folder.runId,
    dayId: folder.dayId,
    runnerVersion: version,
    plan: { name: plan.name, file: plan.source.file, version: request.version, tags: plan.tags },
    host: snapshot.host,
    triggeredBy,
    mode,
    filters,
    overrides,
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
