// WAV files as servers and recorders write them, right and wrong, built chunk by chunk.

export interface WavShape {
  readonly formatChunk?: Buffer;
  /** Between the format and the samples. */
  readonly before?: Buffer;
  /** What the header claims; the truth unless it is given. */
  readonly dataSize?: number;
  readonly riffSize?: number;
  readonly after?: Buffer;
}

export function wav(samples: Uint8Array, shape: WavShape = {}): Buffer {
  const {
    formatChunk = format(),
    before = Buffer.alloc(0),
    dataSize = samples.length,
    after = Buffer.alloc(0),
  } = shape;
  const data = Buffer.concat([Buffer.from('data'), u32(dataSize), samples]);
  const inside = Buffer.concat([Buffer.from('WAVE'), chunk('fmt ', formatChunk), before, data, after]);
  return Buffer.concat([Buffer.from('RIFF'), u32(shape.riffSize ?? inside.length), inside]);
}

export interface FormatFields {
  readonly code?: number;
  readonly channels?: number;
  readonly rate?: number;
  readonly bits?: number;
}

/** 24 kHz, mono, s16 unless something else is given. */
export function format({ code = 1, channels = 1, rate = 24_000, bits = 16 }: FormatFields = {}): Buffer {
  const frame = channels * Math.ceil(bits / 8);
  return Buffer.concat([
    u16(code),
    u16(channels),
    u32(rate),
    u32((rate * frame) % 2 ** 32),
    u16(frame % 2 ** 16),
    u16(bits),
  ]);
}

/** The same in the long form, where the code stands in a GUID. */
export function extensible(fields: FormatFields = {}): Buffer {
  const { code = 1, bits = 16 } = fields;
  const guid = Buffer.concat([u16(code), Buffer.from('000000001000800000aa00389b71', 'hex')]);
  return Buffer.concat([format({ ...fields, code: 0xfffe }), u16(22), u16(bits), u32(4), guid]);
}

/** Padded to an even length, as the format wants it. */
export function chunk(id: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(id, 'latin1'), u32(body.length), body, Buffer.alloc(body.length % 2)]);
}

/** How samples between -1 and 1 are written down. */
export interface SoundForm {
  readonly coding?: 'pcm' | 'float';
  readonly bits?: 8 | 16 | 24 | 32;
  readonly channels?: number;
  readonly rate?: number;
  readonly extensible?: boolean;
}

/** A file with the same samples in every channel. */
export function wavOf(samples: Float32Array, form: SoundForm = {}, shape: WavShape = {}): Buffer {
  const { coding = 'pcm', bits = 16, channels = 1, rate = 16_000 } = form;
  const width = bits / 8;
  const data = Buffer.alloc(samples.length * channels * width);
  for (const [index, sample] of samples.entries()) {
    for (let channel = 0; channel < channels; channel += 1) {
      writeSample(data, (index * channels + channel) * width, sample, coding, bits);
    }
  }
  const fields = { code: coding === 'pcm' ? 1 : 3, channels, rate, bits };
  return wav(data, { formatChunk: form.extensible === true ? extensible(fields) : format(fields), ...shape });
}

function writeSample(data: Buffer, at: number, sample: number, coding: 'pcm' | 'float', bits: number): void {
  if (coding === 'float') data.writeFloatLE(sample, at);
  else if (bits === 8) data.writeUInt8(Math.round(128 + sample * 127), at);
  else data.writeIntLE(Math.round(sample * (2 ** (bits - 1) - 1)), at, bits / 8);
}

/** A tone of 440 Hz, s16. */
export function tone(seconds: number, { rate = 24_000, amplitude = 0.5 } = {}): Buffer {
  const samples = Int16Array.from({ length: Math.round(seconds * rate) }, (_, index) =>
    Math.round(Math.sin((2 * Math.PI * 440 * index) / rate) * amplitude * 32_767),
  );
  return Buffer.from(samples.buffer);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
