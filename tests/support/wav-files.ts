// WAV files in all the forms that programs write.

export interface WavForm {
  readonly coding?: 'pcm' | 'float';
  readonly bits?: 8 | 16 | 24 | 32;
  readonly channels?: number;
  readonly sampleRate?: number;
  readonly extensible?: boolean;
  /** What the data chunk declares instead of its size. */
  readonly declared?: number;
  /** Chunks before the data: name and content, padded to an even length. */
  readonly before?: readonly (readonly [id: string, content: Buffer])[];
}

/** The same samples in every channel. */
export function wavFile(samples: Float32Array, form: WavForm = {}): Buffer {
  const { coding = 'pcm', bits = 16, channels = 1, sampleRate = 16_000, before = [] } = form;
  const data = Buffer.alloc(samples.length * channels * (bits / 8));
  for (const [index, sample] of samples.entries()) {
    for (let channel = 0; channel < channels; channel += 1) {
      writeSample(data, (index * channels + channel) * (bits / 8), sample, coding, bits);
    }
  }
  const tag = coding === 'pcm' ? 1 : 3;
  const format = Buffer.alloc(form.extensible === true ? 40 : 16);
  format.writeUInt16LE(form.extensible === true ? 0xfffe : tag, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(sampleRate, 4);
  format.writeUInt32LE((sampleRate * channels * bits) / 8, 8);
  format.writeUInt16LE((channels * bits) / 8, 12);
  format.writeUInt16LE(bits, 14);
  if (form.extensible === true) format.writeUInt16LE(tag, 24);
  const chunks = [
    ...before.map(([id, content]) => chunk(id, content)),
    chunk('fmt ', format),
    chunk('data', data, form.declared),
  ];
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...chunks]));
}

function chunk(id: string, content: Buffer, declared = content.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, 'latin1');
  head.writeUInt32LE(declared, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

function writeSample(data: Buffer, at: number, sample: number, coding: 'pcm' | 'float', bits: number): void {
  if (coding === 'float') data.writeFloatLE(sample, at);
  else if (bits === 8) data.writeUInt8(Math.round(128 + sample * 127), at);
  else data.writeIntLE(Math.round(sample * (2 ** (bits - 1) - 1)), at, bits / 8);
}
