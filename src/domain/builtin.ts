// Which part of a loadout ships with Flightdeck, so that its numbers say nothing about a real model. Pure.
import type { TrialResult } from './results.ts';

export type BuiltinShare = 'none' | 'some' | 'all';

/** Null for a trial without services. */
export function builtinShare(services: TrialResult['services']): BuiltinShare | null {
  const references = Object.values(services);
  const builtin = references.filter((service) => service.builtin === true).length;
  if (references.length === 0) return null;
  return builtin === 0 ? 'none' : builtin === references.length ? 'all' : 'some';
}

/** Of several trials together; what had no services does not count. */
export function bothShares(a: BuiltinShare | null, b: BuiltinShare | null): BuiltinShare | null {
  if (a === null || b === null) return a ?? b;
  return a === b ? a : 'some';
}

/** Null where there is nothing to say. */
export function builtinLabel(share: BuiltinShare | null): string | null {
  if (share === 'all') return 'built-in';
  return share === 'some' ? 'partly built-in' : null;
}
