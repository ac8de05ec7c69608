import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWav, UnreadableAudio } from '../../../src/builtin/audio/read-wav.ts';
import { pcm16, unknownSize, wavHeader } from '../../../src/builtin/audio/write-wav.ts';
import { chunk, type SoundForm, type WavShape, wavOf } from '../../support/wav-bytes.ts';

const samples = Float32Array.of(0, 0.5, -0.5, 0.25, -1, 0.999);

function refusal(file: Buffer): string {
  try {
    readWav(file);
  } catch (error) {
    if (error instanceof UnreadableAudio) return error.message;
    throw error;
  }
  throw new Error('it was read');
}

describe('reading', () => {
  const forms: readonly { readonly name: string; readonly form?: SoundForm; readonly shape?: WavShape }[] = [
    { name: '8 bits', form: { bits: 8 } },
    { name: '16 bits', form: { bits: 16 } },
    { name: '24 bits', form: { bits: 24 } },
    { name: '32 bits', form: { bits: 32 } },
    { name: 'float', form: { coding: 'float', bits: 32 } },
    { name: 'stereo', form: { channels: 2 } },
    { name: 'six channels, extensible', form: { channels: 6, extensible: true } },
    { name: 'a streamed size', shape: { dataSize: 0xffffffff } },
    { name: 'a size of 0', shape: { dataSize: 0 } },
    { name: 'a size beyond the end', shape: { dataSize: 2_000_000_000 } },
    { name: 'chunks of odd length before the data', shape: { before: chunk('LIST', Buffer.from('odd')) } },
  ];

  it.each(forms)('takes $name', ({ form = {}, shape = {} }) => {
    const sound = readWav(wavOf(samples, { ...form, rate: 22_050 }, shape));
    expect(sound.sampleRate).toBe(22_050);
    expect(sound.samples).toHaveLength(samples.length);
    for (const [index, sample] of samples.entries()) {
      expect(Math.abs((sound.samples[index] ?? 9) - sample)).toBeLessThan(form.bits === 8 ? 0.02 : 0.001);
    }
  });

  it('mixes channels down', () => {
    const file = wavOf(Float32Array.of(0.5, 0.5), { channels: 2 });
    file.writeInt16LE(0, file.length - 2);
    expect([...readWav(file).samples].map((sample) => sample.toFixed(2))).toEqual(['0.50', '0.25']);
  });

  it('takes what is not a number for silence', () => {
    const odd = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, 0.5);
    expect([...readWav(wavOf(odd, { coding: 'float', bits: 32 })).samples]).toEqual([0, 0, 0.5]);
  });

  it('says why a file cannot be read', () => {
    expect(refusal(Buffer.alloc(0))).toBe(
      'the file is not a WAV file: it is empty; send WAV with PCM or 32-bit float samples',
    );
    expect(refusal(Buffer.from('ID3\u0003 \u001b[31mhello'))).toBe(
      'the file is not a WAV file: it begins with "ID3· ·[31mhe"; send WAV with PCM or 32-bit float samples',
    );
    expect(refusal(wavOf(samples).subarray(0, 36))).toBe('the WAV file has no "data" chunk');
    expect(refusal(wavOf(samples, { rate: 4000 }))).toBe(
      'the WAV file says 1 channels at 4000 Hz; there must be 1 to 64 channels at 8000 to 384000 Hz',
    );
    const strange = wavOf(samples);
    strange.writeUInt16LE(85, 20);
    expect(refusal(strange)).toBe(
      'the WAV file has samples of format 85 with 16 bits; there is PCM (format 1) with 8, 16, 24 or 32 bits ' +
        'and float (format 3) with 32 bits',
    );
  });

  it('reads or refuses whatever comes, and never fails otherwise', () => {
    const whole = wavOf(samples, { extensible: true }, { before: chunk('LIST', Buffer.from('x')) });
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), (cut, at, byte) => {
        const damaged = Buffer.from(whole.subarray(0, cut));
        if (at < cut) damaged[at] = byte;
        try {
          readWav(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableAudio);
        }
      }),
    );
  });
});

describe('writing', () => {
  it('is what is read again', () => {
    const pcm = pcm16(samples);
    const sound = readWav(Buffer.concat([wavHeader(24_000, pcm.length), pcm]));
    expect(sound.sampleRate).toBe(24_000);
    expect([...sound.samples].map((sample) => sample.toFixed(3))).toEqual(
      [...samples].map((sample) => sample.toFixed(3)),
    );
  });

  it('clips what is too loud', () => {
    expect(pcm16(Float32Array.of(2, -2)).toString('hex')).toBe('ff7f0180');
  });

  it('declares sizes, or that nobody knows them', () => {
    const sizes = (header: Buffer) => [header.readUInt32LE(4), header.readUInt32LE(40)];
    expect(sizes(wavHeader(16_000, 100))).toEqual([136, 100]);
    expect(sizes(wavHeader(16_000, unknownSize))).toEqual([0xffffffff, 0xffffffff]);
  });
});
