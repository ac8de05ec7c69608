import { expect, it } from 'vitest';
import { roundedMetrics } from '../../src/engine/rounding.ts';

it('records times to the microsecond', () => {
  expect(roundedMetrics({ ttftMs: 41.23456, e2eMs: 0.0004, exitCode: 0 })).toEqual({
    ttftMs: 41.235,
    e2eMs: 0,
    exitCode: 0,
  });
});

it('keeps what a small ratio says', () => {
  const metrics = { rtf: 0.00437912, rtfx: 228.3563, wer: 1 / 3, energyPerOutputTokenJ: 0.0412345, rmsDbfs: -0.123456 };
  expect(roundedMetrics({ ...metrics, outputTokens: 1_234_567, tokenSource: 'server' })).toEqual({
    rtf: 0.004379,
    rtfx: 228.356,
    wer: 0.3333,
    energyPerOutputTokenJ: 0.04123,
    rmsDbfs: -0.1235,
    outputTokens: 1_234_567,
    tokenSource: 'server',
  });
});
