// One attempt as the worker needs it, and what the session itself sees while it runs.
import type { JsonValue, Scenario } from '../domain/plan.ts';
import type { ServiceReference } from '../domain/results.ts';
import { type ScheduledTest, serviceIdOf } from '../domain/schedule.ts';
import { safeName } from '../domain/text.ts';
import type { ServiceTarget, TrialTask } from '../drivers/protocol.ts';
import type { ServiceReport } from '../services/supervisor.ts';
import type { EffectPorts } from './ports.ts';
import type { SessionFindings } from './results.ts';
import { type SessionRules, type SessionState, stretchAt, testAt } from './state.ts';

/** By service id: what is needed of the services that were started. */
export type UsedServices = Map<string, UsedService>;

export interface UsedService {
  readonly log: string | null;
  readonly builtin: boolean;
  /** Null until it is ready. */
  readonly connection: Extract<ServiceReport, { type: 'ready' }>['connection'] | null;
}

export function trialTask(
  rules: SessionRules,
  ports: EffectPorts,
  services: UsedServices,
  state: SessionState,
  kind: TrialTask['kind'],
): TrialTask {
  const { scenario } = testAt(rules.schedule, state);
  const { loadout, domain } = stretchAt(rules.schedule, state);
  const parts = [scenario.id, ...(loadout === null ? [] : [loadout.label]), state.repeat, state.attempt];
  return {
    kind,
    scenario,
    targets: targetsOf(rules, services, state),
    timeoutMs: scenario.timeoutMs,
    runDirectory: ports.runDirectory,
    artifactName: artifactName(domain, parts),
    environment: ports.supervisor.environment,
    secrets: ports.secrets,
  };
}

/**
 * Which of these tests stand for the warm-up of a stretch, and how often each is asked: one for each form of request, since other
 * options can make an engine load its model anew, another voice or language another part of it, and an answer in a form
 * what keeps it to that.
 */
export function warmUps(
  tests: readonly ScheduledTest[],
): readonly { readonly test: number; readonly rounds: number }[] {
  const byForm = new Map<string, { test: number; rounds: number }>();
  for (const [test, { scenario }] of tests.entries()) {
    if (scenario.skip !== null || scenario.warmup === 0) continue;
    const key = JSON.stringify(formOf(scenario));
    const known = byForm.get(key);
    if (known === undefined) byForm.set(key, { test, rounds: scenario.warmup });
    else known.rounds = Math.max(known.rounds, scenario.warmup);
  }
  return [...byForm.values()];
}

function formOf(scenario: Scenario): JsonValue {
  switch (scenario.driver) {
    case 'llm':
    case 'vlm':
      return [scenario.options, scenario.responseSchema !== null];
    case 'command':
      return [];
    case 'stt':
      return [scenario.options, scenario.language];
    case 'tts':
    case 'sts':
      return [scenario.options, scenario.language, scenario.voice];
    default:
      return scenario satisfies never;
  }
}

/** Ids that differ only in what a file name cannot hold, or in different domains, still get names of their own. */
function artifactName(domain: string, parts: readonly (string | number)[]): string {
  return [domain, ...parts.map((part) => safeName(String(part)))].join('_');
}

function targetsOf({ schedule }: SessionRules, services: UsedServices, state: SessionState): readonly ServiceTarget[] {
  const { loadout } = stretchAt(schedule, state);
  return (loadout?.members ?? []).flatMap((member) => {
    const connection = services.get(serviceIdOf(member))?.connection;
    if (connection == null) return [];
    const { role, service } = member;
    return [{ ...connection, role, service, options: { ...connection.options, ...member.options } }];
  });
}

/** By service id: how much each service of the open stretch has logged so far. */
export function logSizes(
  { schedule }: SessionRules,
  ports: EffectPorts,
  state: SessionState,
): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const member of stretchAt(schedule, state).loadout?.members ?? []) {
    const id = serviceIdOf(member);
    sizes.set(id, ports.supervisor.logSize(id) ?? 0);
  }
  return sizes;
}

export function findingsOf(
  { schedule }: SessionRules,
  ports: EffectPorts,
  services: UsedServices,
  state: SessionState,
  { from, before }: { readonly from: number; readonly before: ReadonlyMap<string, number> },
): SessionFindings {
  const references: Record<string, ServiceReference> = {};
  for (const member of stretchAt(schedule, state).loadout?.members ?? []) {
    const id = serviceIdOf(member);
    const service = services.get(id);
    const to = ports.supervisor.logSize(id);
    references[member.role] = {
      service: member.service,
      model: member.model,
      ...(service?.builtin === true && { builtin: true }),
      ...(service?.log != null && to !== null && { log: { file: service.log, from: before.get(id) ?? 0, to } }),
    };
  }
  const { gpus, validity, ...metrics } = ports.telemetry.window(from, ports.now());
  return { services: references, metrics, gpus, validity };
}
