import type { Summary } from '../domain/summary.ts';
import type { GroupState } from '../history/status/group-state.ts';

export const groupSigns: Readonly<Record<GroupState, string>> = {
  clean: '✅',
  failing: '❌',
  partial: '⚠️',
  pending: '⏳',
};

/** What is still to come is told from what was left out. */
export function groupSign(state: GroupState, { pending }: Pick<Summary, 'pending'>): string {
  return state === 'partial' && pending > 0 ? '🔄' : groupSigns[state];
}
