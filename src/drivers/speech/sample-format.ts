// How sound is written down as bytes, and how long so many bytes of it sound.

export interface SampleFormat {
  readonly encoding: 'unsigned' | 'signed' | 'float';
  /** Of one sample as it is stored: 8 unsigned; 16, 24 or 32 signed; 32 or 64 float. Little-endian. */
  readonly bits: number;
  /** Samples per second and channel. */
  readonly rate: number;
  readonly channels: number;
}

export function secondsOf(sampleBytes: number, { bits, rate, channels }: SampleFormat): number {
  return sampleBytes / (rate * channels * (bits / 8));
}

/** For example `s16 24000 Hz mono`. */
export function formatInWords({ encoding, bits, rate, channels }: SampleFormat): string {
  const layout = channels === 1 ? 'mono' : channels === 2 ? 'stereo' : `${channels} channels`;
  return `${encoding.charAt(0)}${bits} ${rate} Hz ${layout}`;
}

export function sameFormat(a: SampleFormat, b: SampleFormat): boolean {
  return a.encoding === b.encoding && a.bits === b.bits && a.rate === b.rate && a.channels === b.channels;
}
