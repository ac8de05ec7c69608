// Which values must never be printed or written: those of `apiKey`, of variables that are named like secrets, and what
// command lines give to flags and headers of such names.
import type { Plan, Scenario, ServiceTemplate } from '../domain/plan.ts';
import { shortestSecret } from '../domain/secret-finder.ts';
import { isSecretName, secretsInCommand } from './secret-places.ts';
import { piecesOf, substitute } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Values of variables that are named like secrets. */
export function secretsIn(env: Environment): readonly string[] {
  return Object.entries(env).flatMap(([name, value = '']) => (isSecretName(name) ? [value] : []));
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
  for (const value of secretsIn(env)) values.add(value);
  for (const text of secretTextsIn(plan)) add(text);
  return [...values].filter((value) => value.length >= shortestSecret).sort((a, b) => b.length - a.length);
}

/** What stands openly in the plan, as it is written there: all of a secret but the variables in it, which are none themselves. */
export function secretsWrittenIn(plan: Plan): readonly string[] {
  const pieces = secretTextsIn(plan).flatMap((text) => text.split(/(?<!\$)\$\{\w+(?::-[^}]*)?\}/));
  return pieces.filter((piece) => piece.length >= shortestSecret);
}

function secretTextsIn(plan: Plan): readonly string[] {
  const scenarios = plan.domains.flatMap((domain) => domain.scenarios);
  return [...[...plan.services.values()].flatMap(secretTextsOf), ...scenarios.flatMap(secretTextsOfSteps)];
}

function secretTextsOf(service: ServiceTemplate): readonly string[] {
  const key = 'apiKey' in service && service.apiKey !== null ? [service.apiKey] : [];
  const command = 'command' in service ? secretsInCommand(service.command.join('\n')) : [];
  const url = 'url' in service ? secretsInCommand(service.url) : [];
  return [...key, ...command, ...url, ...secretTextsOfEnvironment(service.env)];
}

function secretTextsOfSteps(scenario: Scenario): readonly string[] {
  if (scenario.driver !== 'command') return [];
  return scenario.steps.flatMap(({ run, env }) => [...secretsInCommand(run), ...secretTextsOfEnvironment(env)]);
}

/** A value may hold an address with a password, whatever its name. */
function secretTextsOfEnvironment(env: Environment): readonly string[] {
  return [...secretsIn(env), ...Object.values(env).flatMap((value) => secretsInCommand(value ?? ''))];
}
