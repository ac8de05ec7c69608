import { expect, it } from 'vitest';
import { errorRateMetrics } from '../../../src/checks/word-errors/error-rate-metrics.ts';
import { normaliserNamed } from '../../../src/checks/word-errors/normalise.ts';

const normaliser = normaliserNamed('english');

it('counts normalised texts, and raw ones beside them', () => {
  const metrics = errorRateMetrics({ reference: 'It is twenty dollars.', hypothesis: " It's\n$20", normaliser });
  expect(metrics).toEqual({
    wer: 0,
    werRaw: 1,
    cer: 0,
    cerRaw: 17 / 21,
    wordErrors: 0,
    referenceWords: 3,
    characterErrors: 0,
    referenceCharacters: 9,
  });
});

it('has counts, but no rates, where nothing is said', () => {
  expect(errorRateMetrics({ reference: ' ', hypothesis: 'Thank you.', normaliser })).toEqual({
    wordErrors: 2,
    referenceWords: 0,
    characterErrors: 9,
    referenceCharacters: 0,
  });
});

it('has rates of the raw text where the normaliser leaves nothing of it', () => {
  expect(errorRateMetrics({ reference: 'Um…', hypothesis: '', normaliser })).toEqual({
    werRaw: 1,
    cerRaw: 1,
    wordErrors: 0,
    referenceWords: 0,
    characterErrors: 0,
    referenceCharacters: 0,
  });
});

it('has nothing of what is too long to be counted', () => {
  const hypothesis = 'b'.repeat(200_000);
  const metrics = errorRateMetrics({ reference: 'a'.repeat(200_000), hypothesis, normaliser });
  expect(metrics).toEqual({ wer: 1, werRaw: 1, wordErrors: 1, referenceWords: 1 });
});
