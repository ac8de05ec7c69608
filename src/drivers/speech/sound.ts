// What samples sound like, in figures: loudness, peak, clipping, and whether there is anything to hear. Minutes of audio take
// milliseconds.
import type { SampleFormat } from './sample-format.ts';

export interface Sound {
  /** Over all channels. */
  readonly samples: number;
  /** 0 to 1, where 1 is full scale; NaN where a sample is none. */
  readonly rms: number;
  readonly peak: number;
  /** Share of samples at the ends of the range. */
  readonly clipped: number;
  /** Samples that are no number, or an infinite one. */
  readonly invalid: number;
}

/** Bytes behind the last whole sample do not count. */
export function soundOf(bytes: Uint8Array, format: SampleFormat): Sound {
  const { values, silence, scale, top } = levelsOf(bytes, format);
  const samples = values.length;
  let squares = 0;
  let peak = 0;
  let clipped = 0;
  let invalid = 0;
  for (let index = 0; index < samples; index += 1) {
    const level = (values[index] ?? 0) - silence;
    const size = Math.abs(level);
    // The comparison is false for NaN too.
    if (!(size < Number.POSITIVE_INFINITY)) invalid += 1;
    squares += level * level;
    if (size > peak) peak = size;
    if (level >= top || level <= -scale) clipped += 1;
  }
  return {
    samples,
    rms: samples === 0 ? 0 : Math.sqrt(squares / samples) / scale,
    peak: peak / scale,
    clipped: samples === 0 ? 0 : clipped / samples,
    invalid,
  };
}

/** 0 is full scale; null where there is no sound, which has no level, or where samples are no numbers. */
export function decibels({ rms }: Sound): number | null {
  return rms > 0 && Number.isFinite(rms) ? 20 * Math.log10(rms) : null;
}

interface Levels {
  readonly values: Uint8Array | Int16Array | Int32Array | Float32Array | Float64Array;
  /** The value of no sound. */
  readonly silence: number;
  /** Full scale downwards; upwards the largest value is `top`. */
  readonly scale: number;
  readonly top: number;
}

function levelsOf(bytes: Uint8Array, { encoding, bits }: SampleFormat): Levels {
  const whole = bytes.length - (bytes.length % (bits / 8));
  // A copy, since larger numbers begin at multiples of their size.
  const { buffer } = new Uint8Array(bytes.subarray(0, whole));
  if (encoding === 'float') {
    return { values: bits === 64 ? new Float64Array(buffer) : new Float32Array(buffer), silence: 0, scale: 1, top: 1 };
  }
  const scale = 2 ** (bits - 1);
  const integers = { silence: encoding === 'unsigned' ? scale : 0, scale, top: scale - 1 };
  if (bits === 8) return { ...integers, values: new Uint8Array(buffer) };
  if (bits === 16) return { ...integers, values: new Int16Array(buffer) };
  if (bits === 32) return { ...integers, values: new Int32Array(buffer) };
  return { ...integers, values: threeBytes(new Uint8Array(buffer)) };
}

function threeBytes(bytes: Uint8Array): Int32Array {
  const values = new Int32Array(bytes.length / 3);
  for (let index = 0, at = 0; index < values.length; index += 1, at += 3) {
    const high = ((bytes[at + 2] ?? 0) << 24) >> 8;
    values[index] = high | ((bytes[at + 1] ?? 0) << 8) | (bytes[at] ?? 0);
  }
  return values;
}
