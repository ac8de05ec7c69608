// Where a run stands by its ledger: what of it may still run, and what it owes. Pure.
import type { ProcessIdentity } from '../../system/processes.ts';
import type { Unit } from '../../system/systemd.ts';
import type { LedgerEntry, RunBegun } from './entries.ts';

export interface LedgerState {
  /** Null where the first line is missing. */
  readonly run: RunBegun | null;
  /** By their tags, in the order in which they were intended; without those that have ended. */
  readonly services: ReadonlyMap<string, NotedService>;
  /** Stopped, and not yet started again. */
  readonly units: readonly Unit[];
  /** The line mode to be given back; null while the terminal is nobody's. */
  readonly terminalMode: string | null;
  readonly over: boolean;
}

export interface NotedService {
  readonly service: string;
  readonly tag: readonly string[];
  readonly leaderOnly: boolean;
  /** Null where it was intended, and nothing tells that it was spawned. */
  readonly root: ProcessIdentity | null;
  readonly members: readonly ProcessIdentity[];
}

export const emptyLedger: LedgerState = {
  run: null,
  services: new Map(),
  units: [],
  terminalMode: null,
  over: false,
};

export function foldEntry(state: LedgerState, entry: LedgerEntry): LedgerState {
  switch (entry.type) {
    case 'run.begun':
      return { ...state, run: entry };
    case 'service.intended': {
      const { service, tag, leaderOnly } = entry;
      return withService(state, tag, { service, tag, leaderOnly, root: null, members: [] });
    }
    case 'service.spawned':
      return changed(state, entry.tag, { root: entry.process });
    case 'service.members':
      return changed(state, entry.tag, { members: entry.members });
    case 'service.ended': {
      const services = new Map(state.services);
      services.delete(keyOf(entry.tag));
      return { ...state, services };
    }
    case 'unit.stopped':
      return { ...state, units: [...state.units, entry.unit] };
    case 'unit.restarted':
      return { ...state, units: state.units.filter((unit) => !sameUnit(unit, entry.unit)) };
    case 'terminal.taken':
      return { ...state, terminalMode: entry.mode };
    case 'terminal.returned':
      return { ...state, terminalMode: null };
    case 'run.over':
      return { ...state, over: true };
    default:
      return entry satisfies never;
  }
}

function changed(state: LedgerState, tag: readonly string[], change: Partial<NotedService>): LedgerState {
  const known = state.services.get(keyOf(tag));
  return known === undefined ? state : withService(state, tag, { ...known, ...change });
}

function withService(state: LedgerState, tag: readonly string[], service: NotedService): LedgerState {
  return { ...state, services: new Map(state.services).set(keyOf(tag), service) };
}

function keyOf(tag: readonly string[]): string {
  return JSON.stringify(tag);
}

function sameUnit(a: Unit, b: Unit): boolean {
  return a.name === b.name && a.manager === b.manager;
}
