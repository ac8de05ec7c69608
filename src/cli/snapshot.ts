// What the run stands on, taken before anything starts: host, GPUs, git, program and plan.
import type { Scenario, ServiceTemplate } from '../domain/plan.ts';
import { recordedText } from '../plan/recorded-text.ts';
import type { SystemSnapshot } from '../projections/system-info.ts';
import { gitState } from '../system/git.ts';
import { hostSummary } from '../telemetry/host.ts';
import { hashesOfNamedFiles } from './named-files.ts';
import { hashesOfNamedVariables } from './named-variables.ts';
import type { RunRequest } from './run-request.ts';
import { version } from './version.ts';

type Subject = Pick<RunRequest, 'plan' | 'schedule' | 'secrets' | 'triggeredBy'>;

export async function takeSnapshot(request: Subject, startedAt: Date): Promise<SystemSnapshot> {
  const { file, directory, sha256 } = request.plan.source;
  const [host, git, files] = await Promise.all([
    hostSummary(),
    gitState(directory),
    hashesOfNamedFiles({ services: servicesIn(request), scenarios: scenariosIn(request) }, directory),
  ]);
  const variables = hashesOfNamedVariables(request.plan, process.env, request.secrets);
  return {
    startTime: startedAt.toISOString(),
    host,
    git,
    runner: { version, node: process.version },
    triggeredBy: request.triggeredBy,
    plan: { path: file, directory, sha256, files, variables, content: recordedText(request.plan, request.secrets) },
  };
}

/** All of the plan; those that are used with their variables filled in. */
function servicesIn({ plan, schedule }: Subject): Iterable<ServiceTemplate> {
  const used = schedule.stretches.flatMap(({ services }) => [...services]);
  return new Map([...plan.services, ...used]).values();
}

function scenariosIn({ schedule }: Subject): readonly Scenario[] {
  return schedule.stretches.flatMap(({ tests }) => tests.map(({ scenario }) => scenario));
}
