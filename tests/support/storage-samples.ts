// One result and one start of a run, for tests of what is stored.
import type { SessionEvent } from '../../src/domain/events.ts';
import type { TrialResult } from '../../src/domain/results.ts';
import { noFilters } from '../../src/domain/schedule.ts';

export function sampleResult(overrides: Partial<TrialResult> = {}): TrialResult {
  return {
    testId: 'A[m]',
    scenario: 'A',
    name: 'Scenario A',
    description: null,
    domain: 'llm',
    driver: 'llm',
    group: null,
    loadout: 'm',
    priority: 'P2',
    tags: [],
    repeat: 1,
    attempt: 1,
    status: 'passed',
    flaky: false,
    startedAt: '2026-11-21T10:00:00.000Z',
    durationMs: 12.5,
    services: {},
    metrics: { ttftMs: 3 },
    validity: [],
    checks: [{ name: 'answer', passed: true }],
    steps: [],
    actual: { content: 'text', path: null },
    error: null,
    ...overrides,
  };
}

export const sampleStart: SessionEvent = {
  type: 'run.started',
  runId: 'RUN_20261121_100000',
  dayId: 'run-2026-11-21-001',
  runnerVersion: '0.1.0',
  plan: { name: 'Sample', file: '/plans/sample.yaml', version: '1.0' },
  host: { os: 'Linux', cpu: 'CPU', cpuCount: 2, memoryMiB: 1024, gpus: [] },
  triggeredBy: 'test',
  mode: 'full',
  filters: noFilters,
  domains: [{ name: 'llm', driver: 'llm', loadouts: ['m'], tests: 2, trials: 2 }],
  tests: 2,
  trials: 2,
};
