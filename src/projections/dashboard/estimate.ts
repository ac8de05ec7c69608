// How long the rest of a run may take: what is left of each domain at the pace of its executed tests so far (of all
// domains, where it has none yet), and the setting up of the loadouts that are still to come.
import type { DashboardState, DomainProgress } from './state.ts';

/** In milliseconds, never negative; null until a test has been executed, and once nothing more will be. */
export function remainingMs({ phase, domains, pace }: DashboardState): number | null {
  if (phase !== 'running') return null;
  const executed = sum(domains, ({ executedTests }) => executedTests);
  if (executed <= 0) return null;
  const usualMs = sum(domains, ({ executionMs }) => executionMs) / executed;
  const setupMs = pace.setups === 0 ? 0 : pace.setupMs / pace.setups;
  return sum(domains, (domain) => remainingOf(domain, usualMs, setupMs));
}

function remainingOf(domain: DomainProgress, usualMs: number, setupMs: number): number {
  const { progress, executedTests, executionMs, loadouts, loadoutsStarted } = domain;
  const tests = Math.max(0, progress.tests - progress.done);
  const perTest = executedTests > 0 ? executionMs / executedTests : usualMs;
  return tests * perTest + Math.max(0, loadouts - loadoutsStarted) * setupMs;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
