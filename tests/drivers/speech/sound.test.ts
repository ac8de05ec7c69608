import { describe, expect, it } from 'vitest';
import { decibels, soundOf } from '../../../src/drivers/speech/sound.ts';

const s16 = { encoding: 'signed', bits: 16, rate: 24_000, channels: 1 } as const;

function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

describe('the level of sound', () => {
  const half = { rms: 0.5, peak: 0.5, clipped: 0, invalid: 0, samples: 2 };
  it.each([
    ['s16', bytesOf(Int16Array.of(16_384, -16_384)), s16],
    ['u8', Uint8Array.of(192, 64), { ...s16, encoding: 'unsigned', bits: 8 } as const],
    ['s24', Uint8Array.of(0, 0, 0x40, 0, 0, 0xc0), { ...s16, bits: 24 }],
    ['s32', bytesOf(Int32Array.of(2 ** 30, -(2 ** 30))), { ...s16, bits: 32 }],
    ['f32', bytesOf(Float32Array.of(0.5, -0.5)), { ...s16, encoding: 'float', bits: 32 } as const],
    ['f64', bytesOf(Float64Array.of(0.5, -0.5)), { ...s16, encoding: 'float', bits: 64 } as const],
  ])('is half of full scale, -6.02 dBFS, in %s', (_what, bytes, format) => {
    const sound = soundOf(bytes, format);
    expect(sound).toEqual(half);
    expect(decibels(sound)).toBeCloseTo(-6.0206, 4);
  });

  it('is that of bytes at any place in memory, whole samples only', () => {
    const memory = Buffer.concat([Buffer.alloc(3), bytesOf(Int16Array.of(16_384, -16_384)), Buffer.alloc(1, 9)]);
    expect(soundOf(memory.subarray(3), s16)).toEqual(half);
  });

  it('has no decibels where there is silence, nothing, or no number', () => {
    expect(decibels(soundOf(new Uint8Array(100), s16))).toBeNull();
    expect(decibels(soundOf(new Uint8Array(0), s16))).toBeNull();
    const bad = soundOf(bytesOf(Float32Array.of(0.5, Number.NaN, Number.POSITIVE_INFINITY)), {
      ...s16,
      encoding: 'float',
      bits: 32,
    });
    expect(bad.invalid).toBe(2);
    expect(decibels(bad)).toBeNull();
  });
});

it('counts samples at both ends of the range as clipped', () => {
  expect(soundOf(bytesOf(Int16Array.of(32_767, -32_768, 32_766, -32_767)), s16).clipped).toBe(0.5);
  const float = { ...s16, encoding: 'float', bits: 32 } as const;
  expect(soundOf(bytesOf(Float32Array.of(1, -1.5, 0.99, -0.99)), float).clipped).toBe(0.5);
});
