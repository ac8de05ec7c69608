import { describe, expect, it } from 'vitest';
import { timeOfDay } from '../../../src/domain/units.ts';
import { duration, latency, stopwatch, tokenRate, usage } from '../../../src/projections/text/format.ts';

describe('figures for people', () => {
  it('writes longer durations in their largest units', () => {
    expect([41, 1300, 125_400, 3_725_000].map(duration)).toEqual(['41ms', '1.3s', '2m 5s', '1h 2m 5s']);
  });

  it('runs a clock, which never shows a negative time', () => {
    expect([-5, 42_900, 3_909_000].map(stopwatch)).toEqual(['00:00', '00:42', '1:05:09']);
  });

  it('gives every latency and rate a unit and three digits that mean something', () => {
    expect([3.25, 812.4, 2410, 12_345].map(latency)).toEqual(['3.3 ms', '812 ms', '2.41 s', '12.3 s']);
    expect([8.44, 123.2].map(tokenRate)).toEqual(['8.4 tok/s', '123 tok/s']);
  });

  it('gives a part of a whole in the unit of the whole', () => {
    expect([usage(12, 512), usage(11_840, 24_564)]).toEqual(['12/512 MiB', '11.6/24.0 GiB']);
  });

  it('does not invent a time of day for what is not a time', () => {
    expect([timeOfDay('2026-11-21T14:30:05.123Z'), timeOfDay('soon')]).toEqual(['14:30:05', '--:--:--']);
  });
});
