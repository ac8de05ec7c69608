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
