// What the scenarios of all drivers are read with, and what they have in common.
import type { Priority, SourcePosition } from '../domain/plan.ts';
import type { Defaults } from './defaults.ts';
import type { NamedFiles } from './files.ts';

export interface ScenarioContext {
  readonly defaults: Defaults;
  /** Where paths of audio and images begin: the folder of the file in which the scenario stands. */
  readonly mediaDirectory: string;
  readonly files: NamedFiles;
  readonly steps: StepContext;
}

/** Surroundings of the steps of a command domain. */
export interface StepContext {
  readonly directory: string;
  readonly cwd: string | undefined;
  readonly env: Readonly<Record<string, string>>;
}

interface CommonInput {
  readonly id: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly group?: string | undefined;
  readonly priority?: Priority | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly skip?: string | undefined;
  readonly loadouts?: readonly string[] | undefined;
  readonly dependsOn?: readonly string[] | undefined;
}

export function commonFields(input: CommonInput, position: SourcePosition) {
  return {
    id: input.id,
    name: input.name ?? input.id,
    description: input.description ?? null,
    group: input.group ?? null,
    priority: input.priority ?? ('P2' as const),
    tags: input.tags ?? [],
    skip: input.skip ?? null,
    loadouts: input.loadouts ?? null,
    dependsOn: input.dependsOn ?? [],
    position,
  };
}
