import { expect, it } from 'vitest';
import type { TrialMeasurement } from '../../src/drivers/protocol.ts';
import { measuredResult } from '../../src/engine/results.ts';
import { initialState } from '../../src/engine/state.ts';
import { schedule, stretch } from '../support/schedules.ts';
import { chatScenario, conversationScenario } from '../support/trial-tasks.ts';

const measurement: TrialMeasurement = {
  status: 'passed',
  startedAt: '2026-11-21T10:00:00.000Z',
  durationMs: 1,
  metrics: { outputTokens: 50 },
  checks: [{ name: 'answered', passed: true }],
  steps: [],
  actual: null,
  validity: [],
  error: null,
};

it.each([
  ['of a language model', chatScenario(), { energyJ: 200, energyPerOutputTokenJ: 4 }],
  ['of a chain of models only as a whole', conversationScenario(), { energyJ: 200 }],
])('records the energy %s', (_what, scenario, energy) => {
  const plain = stretch([]);
  const plan = schedule({ ...plain, driver: scenario.driver, tests: [{ testId: 'A', scenario, dependsOn: [] }] });
  const findings = { services: {}, metrics: { energyJ: 200 }, gpus: [], validity: [] };
  const { metrics } = measuredResult(plan, initialState, measurement, findings);
  expect(metrics).toEqual({ outputTokens: 50, ...energy });
});
