// Why a server that was running already was left as it is: clauses, quoted by whoever tells of it.
import { cut, oneLine } from '../../domain/text.ts';
import { seconds } from '../sentences.ts';

export const belongsToAnotherUser = 'it belongs to another user';
export const runsInAContainer = 'it runs in a container';
export const doesNotEnd = 'it was told to end, and is still there';

export function belongsToARun(runId: string): string {
  return `it belongs to ${oneLine(runId)}, a run of Flightdeck that is still going`;
}

export function managerRefuses(unit: string, why: string): string {
  return `systemd does not stop ${oneLine(unit)}: ${cut(oneLine(why), 200)}`;
}

export function managerSilent(unit: string, why: string): string {
  return `it belongs to ${oneLine(unit)}, and systemd does not say whether it is its main process: ${cut(oneLine(why), 200)}`;
}

export function cameBack(afterMs: number): string {
  return `it came back ${seconds(afterMs)} after it was stopped: something restarts it`;
}
