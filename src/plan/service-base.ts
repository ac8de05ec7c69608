// What the readers of all services share.
import { resolve } from 'node:path';
import type { SourcePosition } from '../domain/plan.ts';
import type { Reader } from './reader.ts';
import { hasVariable } from './variables.ts';
import type { Path } from './yaml-source.ts';

const usualGraceMs = 10_000;
/** A second death of the same service on the same tests is hardly chance. */
const usualRestarts = 1;

export interface ServicePlace {
  readonly name: string;
  readonly path: Path;
  readonly position: SourcePosition;
  /** Where relative paths begin. */
  readonly directory: string;
}

interface CommonInput {
  readonly optional?: boolean | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly ready?: { readonly timeout?: number | undefined } | undefined;
  readonly stop?: { readonly grace?: number | undefined } | undefined;
  readonly restart?: number | undefined;
}

export function base(place: ServicePlace, input: CommonInput, readyMs: number, graceMs = usualGraceMs) {
  return {
    name: place.name,
    position: place.position,
    optional: input.optional ?? false,
    env: input.env ?? {},
    stopGraceMs: input.stop?.grace ?? graceMs,
    readyTimeoutMs: input.ready?.timeout ?? readyMs,
    restart: input.restart ?? usualRestarts,
  };
}

/** A port that was chosen for a program must be said to it. */
export function checkPort(
  reader: Reader,
  place: ServicePlace,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): void {
  if ([...command, ...Object.values(env)].some((text) => text.includes('{port}'))) return;
  const hint = 'pass "{port}" in "command" or "env", or give the number under "port"';
  reader.problem([...place.path, 'command'], 'the program is not told which free port was chosen for it', hint, 'key');
}

/** A path with a variable in it stays as written until the variable has a value. */
export function absolute(directory: string, path: string | undefined): string {
  return path !== undefined && hasVariable(path) ? path : resolve(directory, path ?? '');
}
