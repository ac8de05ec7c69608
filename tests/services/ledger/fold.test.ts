import { expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/services/ledger/entries.ts';
import { emptyLedger, foldEntry } from '../../../src/services/ledger/fold.ts';

const tag = ['FLIGHTDECK_RUN=r', 'FLIGHTDECK_SERVICE=a.1'];
const other = ['FLIGHTDECK_RUN=r', 'FLIGHTDECK_SERVICE=b.2'];
const root = { pid: 40, startTime: '7' };
const unit = { name: 'ollama.service', manager: 'system' } as const;

function folded(...entries: readonly LedgerEntry[]) {
  return entries.reduce(foldEntry, emptyLedger);
}

it('knows a service from its intention to its end', () => {
  const intended: LedgerEntry = { type: 'service.intended', service: 'a', tag, leaderOnly: true };
  expect([...folded(intended).services.values()]).toEqual([
    { service: 'a', tag, leaderOnly: true, root: null, members: [] },
  ]);
  const members = [root, { pid: 41, startTime: '8' }];
  const up = folded(
    intended,
    { type: 'service.intended', service: 'b', tag: other, leaderOnly: false },
    { type: 'service.spawned', tag, process: root },
    { type: 'service.members', tag, members: [root] },
    { type: 'service.members', tag, members },
  );
  expect([...up.services.values()]).toEqual([
    { service: 'a', tag, leaderOnly: true, root, members },
    { service: 'b', tag: other, leaderOnly: false, root: null, members: [] },
  ]);
  expect([...foldEntry(up, { type: 'service.ended', tag }).services.values()].map(({ service }) => service)).toEqual([
    'b',
  ]);
});

it('owes the start of a unit from the moment in which it is to be stopped', () => {
  const stopped: LedgerEntry = { type: 'unit.stopped', unit };
  expect(folded(stopped).units).toEqual([unit]);
  const same = { ...unit, manager: 'user' } as const;
  expect(folded(stopped, { type: 'unit.restarted', unit: same }).units).toEqual([unit]);
  expect(folded(stopped, { type: 'unit.restarted', unit }).units).toEqual([]);
});

it('owes the terminal its line mode while the run draws on it', () => {
  const taken: LedgerEntry = { type: 'terminal.taken', mode: '500:5:bf' };
  expect(folded(taken).terminalMode).toBe('500:5:bf');
  expect(folded(taken, { type: 'terminal.returned' }).terminalMode).toBeNull();
  expect(folded(taken).over).toBe(false);
  expect(folded(taken, { type: 'run.over' }).over).toBe(true);
});
