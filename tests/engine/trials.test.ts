import { expect, it } from 'vitest';
import { warmUps } from '../../src/engine/trials.ts';
import { scenario, stretch } from '../support/schedules.ts';

it('warms up once for each set of options, as often as any of its tests asks for', () => {
  const tests = [
    scenario('A', { skip: 'not yet', warmup: 9 }),
    scenario('B', { warmup: 1 }),
    scenario('C', { warmup: 3 }),
    scenario('D', { warmup: 2, options: { num_ctx: 8192 } }),
    scenario('E', { warmup: 0, options: { num_ctx: 512 } }),
  ];
  expect(warmUps(stretch(tests).tests)).toEqual([
    { test: 1, rounds: 3 },
    { test: 3, rounds: 2 },
  ]);
});

it('warms up what keeps an answer to a form', () => {
  const form = { type: 'object' };
  const tests = [
    scenario('A', { warmup: 1 }),
    scenario('B', { warmup: 1, responseSchema: form }),
    scenario('C', { warmup: 1, responseSchema: { ...form, required: ['a'] } }),
  ];
  expect(warmUps(stretch(tests).tests).map(({ test }) => test)).toEqual([0, 1]);
});

it('warms nothing up where no test asks for it', () => {
  expect(warmUps(stretch([scenario('A')]).tests)).toEqual([]);
});
