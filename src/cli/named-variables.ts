// The environment variables that a plan names, so that a run can be told from one with other values. Of the values only hashes
// are kept, and of secrets not even these.
import { createHash } from 'node:crypto';
import type { Plan } from '../domain/plan.ts';
import type { Schedule, Stretch } from '../domain/schedule.ts';
import { isSecretName } from '../plan/secret-places.ts';
import type { Environment } from '../plan/secrets.ts';
import { piecesOf } from '../plan/variables.ts';

/** In the place of a hash. */
const unset = 'unset';

/** SHA-256 of the values by `${NAME}`, sorted. */
export function hashesOfNamedVariables(
  plan: Pick<Plan, 'version' | 'services' | 'domains'>,
  env: Environment,
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const hashes = variablesOf(plan).flatMap((name) => {
    const value = env[name];
    if (isSecretName(name) || secrets.some((secret) => value?.includes(secret))) return [];
    return [[written(name), value === undefined ? unset : hashOf(value)] as const];
  });
  return Object.fromEntries(hashes.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Of a schedule whose variables are not filled in: what each test depends on, as `${NAME}`, by test id. */
export function variablesOfTests(
  { version }: Pick<Plan, 'version'>,
  { stretches }: Schedule,
): ReadonlyMap<string, ReadonlySet<string>> {
  const ofAll = variablesIn(version ?? '');
  return new Map(
    stretches.flatMap((stretch) => {
      const ofServices = variablesOfServices(stretch);
      return stretch.tests.map(({ testId, scenario }) => {
        const names = [...ofAll, ...ofServices, ...variablesIn(JSON.stringify(scenario))];
        return [testId, new Set(names.map(written))] as const;
      });
    }),
  );
}

/** By what is read of it: in its text, comments and quotes are in the way. */
function variablesOf({
  version,
  services,
  domains,
}: Pick<Plan, 'version' | 'services' | 'domains'>): readonly string[] {
  const parts = [
    version,
    ...services.values(),
    ...domains.flatMap(({ loadouts, scenarios }) => [...loadouts, ...scenarios]),
  ];
  return [...new Set(parts.flatMap((part) => variablesIn(JSON.stringify(part))))];
}

function variablesOfServices({ loadout, services }: Stretch): readonly string[] {
  return variablesIn(JSON.stringify([loadout, ...services.values()]));
}

function variablesIn(text: string): readonly string[] {
  const names = piecesOf(text).flatMap((piece) => (piece.kind === 'variable' ? [piece.name] : []));
  return [...new Set(names)];
}

function written(name: string): string {
  return `\${${name}}`;
}

function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
