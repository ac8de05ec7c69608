// Does by a run's ledger what the run itself would have done at its end: ends everything that it started, starts again what it
// had stopped, and removes what its steps had printed, which is not free of secrets before a step has ended.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ProcessTree } from '../../system/process-tree.ts';
import { systemd } from '../../system/systemd.ts';
import type { RunBegun } from '../ledger/entries.ts';
import type { LedgerState, NotedService } from '../ledger/fold.ts';
import { runnerPart } from '../run-tag.ts';
import { terminate } from '../termination.ts';

export interface Rescue {
  readonly runId: string;
  /** Processes that were still there. */
  readonly found: number;
  /** The services among them. */
  readonly services: readonly string[];
  /** That could not be ended. */
  readonly survivors: readonly number[];
  readonly units: readonly { readonly name: string; readonly error: string | null }[];
}

export interface RescueOptions {
  /** Between the polite signal and the forced end of a service. */
  readonly graceMs: number;
  /** Where the service manager's program is looked for. */
  readonly searchPath: string | undefined;
}

/** What no service is noted for, such as the children of steps and the programs that are asked for samples. */
const strayGraceMs = 500;

/** The run's own process must be gone. */
export async function rescue(run: RunBegun, state: LedgerState, options: RescueOptions): Promise<Rescue> {
  const services = [...state.services.values()];
  const ended = await Promise.all(services.map((service) => endService(service, options.graceMs)));
  const strays = await terminate(new ProcessTree({ root: null, tag: runnerPart(run.tag) }), strayGraceMs);
  removePartialOutputs(run.directory);
  return {
    runId: run.runId,
    found: ended.reduce((sum, { found }) => sum + found, strays.found),
    services: services.filter((_, index) => (ended[index]?.found ?? 0) > 0).map(({ service }) => service),
    survivors: [...ended.flatMap(({ survivors }) => survivors), ...strays.survivors],
    units: await restartUnits(state, options.searchPath),
  };
}

function endService({ root, tag, members, leaderOnly }: NotedService, graceMs: number) {
  const tree = new ProcessTree({ root, tag, seen: members, unwatched: true });
  return terminate(tree, graceMs, leaderOnly ? 'leader' : 'everyone');
}

async function restartUnits({ units }: LedgerState, searchPath: string | undefined): Promise<Rescue['units']> {
  const manager = systemd(searchPath);
  return Promise.all(
    units.map(async (unit) => {
      const change = await manager?.change(unit, 'start');
      if (change === undefined) return { name: unit.name, error: 'there is no systemctl' };
      return { name: unit.name, error: change.kind === 'done' ? null : change.why };
    }),
  );
}

/** Hidden files for their owner alone, see drivers/command/step-output.ts. */
export function removePartialOutputs(directory: string): void {
  const artifacts = join(directory, 'artifacts');
  try {
    const partial = readdirSync(artifacts).filter((name) => name.startsWith('.') && name.endsWith('.part'));
    for (const name of partial) rmSync(join(artifacts, name), { force: true });
  } catch {
    // the folder is gone, or was moved: so are they
  }
}
