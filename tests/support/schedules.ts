// Small schedules for tests of what the session decides.
import type { ChatScenario, Loadout, ServiceTemplate } from '../../src/domain/plan.ts';
import { type Schedule, type ScheduledTest, type Stretch, testIdOf } from '../../src/domain/schedule.ts';
import { chatScenario } from './trial-tasks.ts';

const position = { line: 1, column: 1 };

export function scenario(id: string, overrides: Partial<ChatScenario> = {}): ChatScenario {
  return chatScenario({ id, name: `Scenario ${id}`, timeoutMs: 1000, warmup: 0, maxTokens: 16, ...overrides });
}

export function builtinTemplate(name = 'builtin'): ServiceTemplate {
  return {
    adapter: 'builtin',
    name,
    optional: false,
    env: {},
    stopGraceMs: 1000,
    readyTimeoutMs: 1000,
    restart: 0,
    tokensPerSecond: null,
    firstTokenMs: null,
    seed: null,
    position,
  };
}

export function loadout(label: string, service = 'builtin'): Loadout {
  return { label, position, members: [{ role: 'llm', service, model: label, options: {} }] };
}

/** One stretch of the `llm` domain; `label` null leaves out services. */
export function stretch(scenarios: readonly ChatScenario[], label: string | null = 'm', domain = 'llm'): Stretch {
  const on = label === null ? null : loadout(label);
  const tests = scenarios.map(
    (each): ScheduledTest => ({
      testId: testIdOf(each.id, on),
      scenario: each,
      dependsOn: each.dependsOn.map((id) => testIdOf(id, on)),
    }),
  );
  return { domain, driver: 'llm', loadout: on, services: new Map([['builtin', builtinTemplate()]]), tests };
}

/** The same, where each of its services is started again so often. */
export function restarted(times: number, plain: Stretch): Stretch {
  const services = [...plain.services].map(([name, template]): [string, ServiceTemplate] => [
    name,
    { ...template, restart: times },
  ]);
  return { ...plain, services: new Map(services) };
}

/** A stretch with one test, A, whose loadout needs these services. */
export function using(label: string, ...services: readonly string[]): Stretch {
  const on: Loadout = {
    label,
    position,
    members: services.map((service) => ({ role: service, service, model: null, options: {} })),
  };
  const plain = stretch([scenario('A')], label);
  return { ...plain, loadout: on, services: new Map(services.map((name) => [name, builtinTemplate(name)])) };
}

export function schedule(...stretches: readonly Stretch[]): Schedule {
  return { stretches, notes: [], fitTogether: new Set() };
}
