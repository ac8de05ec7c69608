// What two runs were surrounded by, and what of it differs: what explains most comes first. Pure.
import type { HostSummary } from '../../domain/events.ts';

/** What is not known is null, or an empty record. */
export interface Surroundings {
  readonly host: HostSummary | null;
  readonly runner: { readonly version: string; readonly node: string | null } | null;
  /** By service id: `service/model`. */
  readonly engines: Readonly<Record<string, EngineFacts>>;
  readonly plan: PlanFacts;
  readonly git: { readonly commit: string | null; readonly dirty: boolean } | null;
  /** The filters in words, for example `--domain llm`; null where everything was selected. */
  readonly selection: string | null;
}

export interface EngineFacts {
  readonly version: string | null;
  readonly binary: string | null;
  readonly modelDigest: string | null;
}

export interface PlanFacts {
  readonly name: string | null;
  readonly version: string | null;
  readonly sha256: string | null;
  /** SHA-256 of each file that the plan names, by path. */
  readonly files: Readonly<Record<string, string>>;
}

export interface Difference {
  readonly what: (typeof order)[number];
  /** Which one, where there can be several: a service, a file. */
  readonly of: string | null;
  /** Null = not there, or not recorded. */
  readonly before: string | null;
  readonly after: string | null;
}

/** By how much it explains of a difference in results. */
const order = [
  'model digest',
  'engine',
  'engine version',
  'engine binary',
  'GPUs',
  'GPU driver',
  'plan text',
  'plan version',
  'plan',
  'selection',
  'file',
  'processor',
  'memory',
  'operating system',
  'runner version',
  'Node version',
  'git commit',
] as const;

export function differencesBetween(before: Surroundings, after: Surroundings): Difference[] {
  const shared = new Set(Object.keys(before.engines).filter((id) => Object.hasOwn(after.engines, id)));
  const earlier = factsOf(before, shared);
  const later = factsOf(after, shared);
  const keys = new Set([...earlier.keys(), ...later.keys()]);
  return [...keys]
    .flatMap((key) => {
      const fact = earlier.get(key) ?? later.get(key);
      const values = { before: earlier.get(key)?.value ?? null, after: later.get(key)?.value ?? null };
      return fact === undefined || values.before === values.after ? [] : [{ what: fact.what, of: fact.of, ...values }];
    })
    .sort((a, b) => order.indexOf(a.what) - order.indexOf(b.what));
}

interface Fact extends Pick<Difference, 'what' | 'of'> {
  readonly value: string | null;
}

function factsOf(surroundings: Surroundings, sharedEngines: ReadonlySet<string>): Map<string, Fact> {
  const { host, runner, engines, plan, git, selection } = surroundings;
  const one = (what: Fact['what'], value: string | null | undefined): Fact => ({
    what,
    of: null,
    value: value ?? null,
  });
  const gpus = host?.gpus ?? [];
  const facts: Fact[] = [
    ...Object.entries(engines).flatMap(([of, engine]) => engineFacts(of, engine, sharedEngines.has(of))),
    one('GPUs', host && counted(gpus.map(({ name, vramMiB }) => (vramMiB ? `${name} (${vramMiB} MiB)` : name)))),
    one('GPU driver', host && counted([...new Set(gpus.flatMap(({ driver }) => driver ?? []))])),
    one('plan text', plan.sha256),
    one('plan version', plan.version),
    one('plan', plan.name),
    one('selection', selection ?? 'everything'),
    ...Object.entries(plan.files).map(([of, value]) => ({ what: 'file' as const, of, value })),
    one('processor', host && `${host.cpu} (${host.cpuCount})`),
    one('memory', host && `${host.memoryMiB} MiB`),
    one('operating system', host?.os),
    one('runner version', runner?.version),
    one('Node version', runner?.node),
    one('git commit', git?.commit && (git.dirty ? `${git.commit} with uncommitted changes` : git.commit)),
  ];
  return new Map(facts.map((fact) => [JSON.stringify([fact.what, fact.of]), fact]));
}

/** An engine that took part in one run alone is one difference, not one for each of its facts. */
function engineFacts(of: string, { version, binary, modelDigest }: EngineFacts, shared: boolean): Fact[] {
  if (!shared) return [{ what: 'engine', of, value: 'used' }];
  return [
    { what: 'engine version', of, value: version },
    { what: 'engine binary', of, value: binary },
    { what: 'model digest', of, value: modelDigest },
  ];
}

/** `2 × NVIDIA L4 (23034 MiB)`; `none` where there are none. */
function counted(names: readonly string[]): string {
  const kinds = [...new Set(names)].sort();
  const parts = kinds.map((kind) => {
    const count = names.filter((name) => name === kind).length;
    return count === 1 ? kind : `${count} × ${kind}`;
  });
  return parts.length === 0 ? 'none' : parts.join(', ');
}
