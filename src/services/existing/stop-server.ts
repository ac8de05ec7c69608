// Stops one server that runs already: through its service manager where it has one, which would only start it again after a
// signal; else by signals to it and what it started.
import { ProcessTree } from '../../system/process-tree.ts';
import { isAlive, type ProcessIdentity } from '../../system/processes.ts';
import type { Systemd, Unit } from '../../system/systemd.ts';
import { terminate } from '../termination.ts';
import type { FoundServer } from './find-servers.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import { belongsToAnotherUser, doesNotEnd, managerRefuses, managerSilent } from './sentences.ts';
import { unitOf } from './unit-of.ts';

export type Stopping =
  | { readonly kind: 'stopped'; readonly unit: Unit | null }
  | { readonly kind: 'kept'; readonly unit: Unit | null; readonly why: string };

export interface StoppingPlace {
  readonly place: Neighbourhood;
  readonly manager: Systemd | null;
  /** Called before a unit is asked to stop: from then on it must be started again, whatever happens to us. */
  onAsked(unit: Unit): void;
  /** Called when nothing came of that. */
  onRefused(unit: Unit): void;
}

const graceMs = 10_000;

export async function stopServer({ process, standing }: FoundServer, where: StoppingPlace): Promise<Stopping> {
  if (standing.kind === 'left-alone') return { kind: 'kept', unit: null, why: standing.why };
  if (process === null) return { kind: 'kept', unit: null, why: belongsToAnotherUser };
  const unit = unitOf(where.place.controlGroupOf(process.pid), where.place.userId);
  const { manager } = where;
  if (unit !== null && manager !== null) {
    const main = await manager.mainProcessOf(unit);
    if (main.kind === 'unknown') return { kind: 'kept', unit, why: managerSilent(unit.name, main.why) };
    if (main.pid === process.pid) return stopUnit(unit, process, manager, where);
    // Whatever a service starts is in its group too, and nobody wants cron or sshd stopped for what was started through them.
  }
  if (standing.kind === 'other-user') return { kind: 'kept', unit: null, why: belongsToAnotherUser };
  const tree = new ProcessTree({ root: process, tag: [] });
  const { survivors } = await terminate(tree, graceMs);
  return survivors.length === 0 ? { kind: 'stopped', unit: null } : { kind: 'kept', unit: null, why: doesNotEnd };
}

async function stopUnit(
  unit: Unit,
  process: ProcessIdentity,
  manager: Systemd,
  where: StoppingPlace,
): Promise<Stopping> {
  where.onAsked(unit);
  const change = await manager.change(unit, 'stop');
  if (!isAlive(process)) return { kind: 'stopped', unit };
  if (change.kind === 'refused') where.onRefused(unit);
  return { kind: 'kept', unit, why: change.kind === 'done' ? doesNotEnd : managerRefuses(unit.name, change.why) };
}
