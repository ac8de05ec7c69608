import { expect, it } from 'vitest';
import { evaluateMetricCheck } from '../../src/checks/metric.ts';

const base = { kind: 'metric', metric: 'ttftMs', min: null, max: null, target: null, message: null } as const;

it('fails a threshold without a sample', () => {
  expect(evaluateMetricCheck({ ...base, max: 2000 }, { e2eMs: 1 })).toEqual({
    name: 'metric ttftMs',
    passed: false,
    expected: 'at most 2000 ms',
    message: 'no sample: ttftMs was not measured',
  });
});

it('takes a limit itself for good, on both sides', () => {
  expect(evaluateMetricCheck({ ...base, min: 10, max: 20 }, { ttftMs: 10 }).passed).toBe(true);
  expect(evaluateMetricCheck({ ...base, min: 10, max: 20 }, { ttftMs: 20 }).passed).toBe(true);
});

it('names value, unit and limits where they are missed', () => {
  expect(evaluateMetricCheck({ ...base, min: 10, max: 20 }, { ttftMs: 20.5 })).toEqual({
    name: 'metric ttftMs',
    passed: false,
    expected: 'between 10 and 20 ms',
    actual: 20.5,
    message: 'ttftMs is 20.5 ms, not between 10 and 20 ms',
  });
  expect(evaluateMetricCheck({ ...base, metric: 'exitCode', min: 1 }, { exitCode: 0 }).message).toBe(
    'exitCode is 0, not at least 1',
  );
});

it('says why a turn or a step has no sample of what is measured over a whole trial', () => {
  expect(evaluateMetricCheck({ ...base, metric: 'vramPeakMiB', max: 1 }, {}).message).toBe(
    'no sample: vramPeakMiB was not measured (it is measured over a whole trial, never for one turn or step)',
  );
});
