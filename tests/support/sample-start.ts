// The first event of a run, for whatever needs one.
import type { EventOf } from '../../src/domain/events.ts';
import { noFilters } from '../../src/domain/schedule.ts';

export const sampleStart: EventOf<'run.started'> = {
  type: 'run.started',
  runId: 'RUN_20261121_100000',
  dayId: 'run-2026-11-21-001',
  runnerVersion: '0.1.0',
  plan: { name: 'Sample', file: '/plans/sample.yaml', version: '1.0', tags: [] },
  host: { os: 'Linux', cpu: 'CPU', cpuCount: 2, memoryMiB: 1024, gpus: [] },
  triggeredBy: 'test',
  mode: 'full',
  filters: noFilters,
  overrides: {},
  domains: [{ name: 'llm', driver: 'llm', loadouts: ['m'], tests: 2, trials: 2 }],
  tests: 2,
  trials: 2,
};
