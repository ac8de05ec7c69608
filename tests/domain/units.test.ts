import { expect, it } from 'vitest';
import { mebibytes, seconds } from '../../src/domain/units.ts';

it('writes seconds with one digit, and with more where one would read as nothing', () => {
  expect([812.4, 75_000, 0, 41, 4.2].map(seconds)).toEqual(['0.8s', '75.0s', '0.0s', '0.04s', '0.004s']);
});

it('counts memory in powers of two', () => {
  expect([83.6, 5120].map(mebibytes)).toEqual(['84 MiB', '5.0 GiB']);
});
