// A whole WAV around samples, with sizes that are right.
import type { SampleFormat } from './sample-format.ts';

const largestSize = 0xffffffff;

export function wavFile(format: SampleFormat, samples: Uint8Array): Buffer {
  const padding = samples.length % 2;
  const head = header(format, samples.length);
  head.writeUInt32LE(Math.min(largestSize, head.length - 8 + samples.length + padding), 4);
  return Buffer.concat([head, samples, Buffer.alloc(padding)]);
}

/** Sound that is not plain PCM says how many samples it has per channel, too. */
function header(format: SampleFormat, sampleBytes: number): Buffer {
  const { encoding, bits, rate, channels } = format;
  const isFloat = encoding === 'float';
  const frameBytes = channels * (bits / 8);
  const fields = Buffer.alloc(isFloat ? 18 : 16);
  fields.writeUInt16LE(isFloat ? 3 : 1, 0);
  fields.writeUInt16LE(channels, 2);
  fields.writeUInt32LE(rate, 4);
  fields.writeUInt32LE(Math.min(largestSize, rate * frameBytes), 8);
  fields.writeUInt16LE(Math.min(0xffff, frameBytes), 12);
  fields.writeUInt16LE(bits, 14);
  const frames = Buffer.alloc(4);
  frames.writeUInt32LE(Math.floor(sampleBytes / frameBytes));
  const parts = [Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), chunk('fmt ', fields.length), fields];
  if (isFloat) parts.push(chunk('fact', frames.length), frames);
  return Buffer.concat([...parts, chunk('data', sampleBytes)]);
}

function chunk(id: string, size: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.write(id, 'latin1');
  bytes.writeUInt32LE(size, 4);
  return bytes;
}
