// A WAV file to samples: walks the chunks, never trusts the sizes that streamed files carry, mixes channels down.
import { badShape, noData, noFormat, notWav, unknownCoding } from './sentences.ts';

/** Its message is for who sent the file. */
export class UnreadableAudio extends Error {}

export interface Sound {
  /** One channel; full scale is 1. */
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

interface Format {
  readonly coding: number;
  readonly channels: number;
  readonly sampleRate: number;
  readonly bits: number;
}

const pcm = 1;
const float = 3;
const extensible = 0xfffe;

/** Throws `UnreadableAudio`. */
export function readWav(file: Buffer): Sound {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    throw new UnreadableAudio(notWav(file));
  }
  let format: Format | null = null;
  for (let at = 12; at + 8 <= file.length; ) {
    const id = file.toString('latin1', at, at + 4);
    const declared = file.readUInt32LE(at + 4);
    const body = file.subarray(at + 8, Math.min(file.length, at + 8 + declared));
    if (id === 'fmt ') format = readFormat(body);
    if (id === 'data') {
      if (format === null) throw new UnreadableAudio(noFormat);
      // Streamed files declare 0 or more than there is: then it is the rest.
      return readSamples(declared === 0 ? file.subarray(at + 8) : body, format);
    }
    at += 8 + declared + (declared % 2);
  }
  throw new UnreadableAudio(noData);
}

function readFormat(body: Buffer): Format {
  if (body.length < 16) throw new UnreadableAudio(noFormat);
  const tag = body.readUInt16LE(0);
  const coding = tag === extensible && body.length >= 26 ? body.readUInt16LE(24) : tag;
  const channels = body.readUInt16LE(2);
  const sampleRate = body.readUInt32LE(4);
  const bits = body.readUInt16LE(14);
  if (channels < 1 || channels > 64 || sampleRate < 8000 || sampleRate > 384_000) {
    throw new UnreadableAudio(badShape(channels, sampleRate));
  }
  return { coding, channels, sampleRate, bits };
}

function readSamples(data: Buffer, { coding, channels, sampleRate, bits }: Format): Sound {
  const read = sampleReader(data, coding, bits);
  const width = bits / 8;
  const frames = Math.floor(data.length / (width * channels));
  const samples = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) sum += read((frame * channels + channel) * width);
    samples[frame] = sum / channels;
  }
  return { samples, sampleRate };
}

function sampleReader(data: Buffer, coding: number, bits: number): (at: number) => number {
  if (coding === pcm && bits === 8) return (at) => (data.readUInt8(at) - 128) / 2 ** 7;
  if (coding === pcm && bits === 16) return (at) => data.readInt16LE(at) / 2 ** 15;
  if (coding === pcm && bits === 24) return (at) => data.readIntLE(at, 3) / 2 ** 23;
  if (coding === pcm && bits === 32) return (at) => data.readInt32LE(at) / 2 ** 31;
  if (coding === float && bits === 32) return (at) => finite(data.readFloatLE(at));
  throw new UnreadableAudio(unknownCoding(coding, bits));
}

/** What is no number, or out of all measure, is silence. */
const finite = (value: number): number => (Math.abs(value) < 1e6 ? value : 0);
