// Which values must never be printed or written: those of `apiKey` and of variables that are named like secrets.
import type { Plan, Scenario, ServiceTemplate } from '../domain/plan.ts';
import { shortestSecret } from '../domain/redaction.ts';
import { piecesOf, substitute } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const secretName = /key|token|secret|password|passwd|credential/i;

export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/**
 * Longest first. Takes the whole plan, not only what a schedule uses: the snapshot of a run holds all of its text, so a
 * key that stands in it openly is a secret even where its service is not started.
 */
export function secretsOf(plan: Plan, env: Environment): readonly string[] {
  const values = new Set<string>();
  const add = (text: string) => {
    values.add(substitute(text, env, () => {}));
    for (const piece of piecesOf(text)) if (piece.kind === 'variable') values.add(piece.fallback ?? '');
  };
  for (const [name, value] of Object.entries(env)) if (isSecretName(name) && value !== undefined) values.add(value);
  for (const service of plan.services.values()) for (const text of secretTextsOf(service)) add(text);
  const scenarios = plan.domains.flatMap((domain) => domain.scenarios);
  for (const text of scenarios.flatMap(secretTextsOfSteps)) add(text);
  return [...values].filter((value) => value.length >= shortestSecret).sort((a, b) => b.length - a.length);
}

function secretTextsOf(service: ServiceTemplate): readonly string[] {
  const key = 'apiKey' in service && service.apiKey !== null ? [service.apiKey] : [];
  return [...key, ...secretValues(service.env)];
}

function secretTextsOfSteps(scenario: Scenario): readonly string[] {
  return scenario.driver === 'command' ? scenario.steps.flatMap((step) => secretValues(step.env)) : [];
}

function secretValues(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => (isSecretName(name) ? [value] : []));
}
