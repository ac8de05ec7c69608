// Stops one server that runs already: through its service manager where it has one, which would only start it again after a
// signal; else by signals to it and what it started.
import { ProcessTree } from '../../system/process-tree.ts';
import { isAlive, type ProcessIdentity } from '../../system/processes.ts';
import type { Systemd, Unit } from '../../system/systemd.ts';
import { terminate } from '../termination.ts';
import type { FoundServer } from './find-servers.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import { belongsToAnotherUser, doesNotEnd, managerRefuses } from './sentences.ts';
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
  const unit = await unitWith(process, where);
  if (unit !== null) return stopUnit(unit, process, where);
  if (standing.kind === 'other-user') return { kind: 'kept', unit, why: belongsToAnotherUser };
  const tree = new ProcessTree({ root: process, tag: [] });
  const { survivors } = await terminate(tree, graceMs);
  return survivors.length === 0 ? { kind: 'stopped', unit } : { kind: 'kept', unit, why: doesNotEnd };
}

/**
 * The unit that the process is the main one of. The control group alone is not enough: whatever a service starts is in its
 * group too, and nobody wants cron or sshd stopped for what was started through them.
 */
async function unitWith({ pid }: ProcessIdentity, { place, manager }: StoppingPlace): Promise<Unit | null> {
  const unit = unitOf(place.controlGroupOf(pid), place.userId);
  if (unit === null || manager === null) return null;
  return (await manager.mainPidOf(unit)) === pid ? unit : null;
}

async function stopUnit(unit: Unit, process: ProcessIdentity, where: StoppingPlace): Promise<Stopping> {
  if (where.manager === null) throw new Error('a unit without a service manager');
  where.onAsked(unit);
  const change = await where.manager.change(unit, 'stop');
  if (!isAlive(process)) return { kind: 'stopped', unit };
  if (change.kind === 'refused') where.onRefused(unit);
  return { kind: 'kept', unit, why: change.kind === 'done' ? doesNotEnd : managerRefuses(unit.name, change.why) };
}
