import { expect, it } from 'vitest';
import { resampled } from '../../../src/builtin/audio/resample.ts';

const tone = (hz: number, sampleRate: number): Float32Array =>
  Float32Array.from({ length: sampleRate }, (_, at) => Math.sin((2 * Math.PI * hz * at) / sampleRate));

/** Away from the ends, where there is nothing to go by. */
function largestDifference(a: Float32Array, b: (at: number) => number): number {
  let largest = 0;
  for (let at = 500; at < a.length - 500; at += 1) largest = Math.max(largest, Math.abs((a[at] ?? 0) - b(at)));
  return largest;
}

it.each([8000, 11_025, 22_050, 24_000, 44_100, 48_000, 96_000])(
  'keeps a tone at its pitch and its time: from %i Hz',
  (rate) => {
    const out = resampled({ samples: tone(1000, rate), sampleRate: rate }, 16_000);
    expect(Math.abs(out.length - 16_000)).toBeLessThan(2);
    expect(largestDifference(out, (at) => Math.sin((2 * Math.PI * at) / 16))).toBeLessThan(0.01);
  },
);

it('lets nothing through that would fold back', () => {
  const out = resampled({ samples: tone(10_000, 48_000), sampleRate: 48_000 }, 16_000);
  expect(largestDifference(out, () => 0)).toBeLessThan(0.01);
});

it('gives back what is at the rate already', () => {
  const samples = tone(440, 16_000);
  expect(resampled({ samples, sampleRate: 16_000 }, 16_000)).toBe(samples);
});
