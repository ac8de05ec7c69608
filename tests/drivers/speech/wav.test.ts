import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWav } from '../../../src/drivers/speech/wav.ts';
import { wavFile } from '../../../src/drivers/speech/wav-file.ts';
import { chunk, extensible, format, tone, wav } from '../../support/wav-bytes.ts';

const twoSeconds = Buffer.alloc(96_000, 7);
const plain = { encoding: 'signed', bits: 16, rate: 24_000, channels: 1 } as const;
const list = chunk('LIST', Buffer.from('INFOISFT\x06\0\0\0Lavf60\0\0', 'latin1'));

describe('the length of sound', () => {
  it.each([
    ['the truth', 96_000],
    ['nothing', 0],
    ['the largest number', 0xffffffff],
    ['the largest signed number', 0x7fffffff],
    ['two thousand million', 2_000_000_000],
    ['a little more than there is', 96_001],
  ])('is 2 s where the header claims %s', (_what, dataSize) => {
    const file = wav(twoSeconds, { dataSize, riffSize: dataSize });
    expect(readWav(file)).toEqual({ kind: 'sound', format: plain, spans: [{ start: 44, end: 96_044 }], seconds: 2 });
  });

  it('does not count what stands before and behind the samples', () => {
    const odd = chunk('bext', Buffer.from('odd'));
    const file = wav(twoSeconds, { before: Buffer.concat([list, odd]), after: list });
    expect(readWav(file)).toMatchObject({ seconds: 2, spans: [{ start: 44 + list.length + odd.length }] });
  });

  it('is the same where an odd chunk is not padded', () => {
    const unpadded = chunk('bext', Buffer.from('odd')).subarray(0, -1);
    expect(readWav(wav(twoSeconds, { before: unpadded }))).toMatchObject({ seconds: 2 });
  });

  it('is the sum where whole files stand one behind the other', () => {
    const spans = [
      { start: 44, end: 96_044 },
      { start: 96_088, end: 192_088 },
    ];
    for (const dataSize of [96_000, 0, 0xffffffff, 192_044]) {
      const files = Buffer.concat([wav(twoSeconds, { dataSize }), wav(twoSeconds, { dataSize: 0 })]);
      expect(readWav(files)).toMatchObject({ seconds: 4, spans });
    }
  });

  it('is that of what came where the end is missing', () => {
    expect(readWav(wav(twoSeconds).subarray(0, 44 + 48_000))).toMatchObject({ seconds: 1 });
  });

  it.each([
    ['and no more', wav(Buffer.alloc(0))],
    ['that claims sound', wav(Buffer.alloc(0), { dataSize: 0xffffffff })],
    ['and a list', wav(Buffer.alloc(0), { after: list })],
    ['without its last bytes', wav(Buffer.alloc(0)).subarray(0, 40)],
  ])('is none where there is a header %s', (_what, file) => {
    expect(readWav(file)).toEqual({ kind: 'sound', format: plain, spans: [], seconds: 0 });
  });
});

it.each([
  ['u8', format({ bits: 8 }), { encoding: 'unsigned', bits: 8 }, 4],
  ['s16 stereo', format({ channels: 2 }), { encoding: 'signed', bits: 16, channels: 2 }, 1],
  ['s24', format({ bits: 24 }), { encoding: 'signed', bits: 24 }, 96_000 / 72_000],
  ['s32', format({ bits: 32 }), { encoding: 'signed', bits: 32 }, 1],
  ['f32', format({ code: 3, bits: 32 }), { encoding: 'float', bits: 32 }, 1],
  ['f64', format({ code: 3, bits: 64 }), { encoding: 'float', bits: 64 }, 0.5],
  ['with an extension of no length', Buffer.concat([format(), Buffer.alloc(2)]), { encoding: 'signed' }, 2],
  ['s16, extensible', extensible(), { encoding: 'signed', bits: 16 }, 2],
  ['f32, extensible', extensible({ code: 3, bits: 32 }), { encoding: 'float', bits: 32 }, 1],
])('reads samples of the form %s', (_what, formatChunk, fields, seconds) => {
  expect(readWav(wav(twoSeconds, { formatChunk }))).toMatchObject({ format: { ...plain, ...fields }, seconds });
});

describe('what cannot be measured', () => {
  it.each([
    ['samples of another kind', wav(twoSeconds, { formatChunk: format({ code: 17, bits: 4 }) }), 'encoding'],
    ['a header without a format', wav(twoSeconds, { formatChunk: Buffer.alloc(4) }), 'no-format'],
    ['no channels', wav(twoSeconds, { formatChunk: format({ channels: 0 }) }), 'no-format'],
    ['samples at no rate', wav(twoSeconds, { formatChunk: format({ rate: 0 }) }), 'no-format'],
    ['a header that is cut off', wav(twoSeconds).subarray(0, 20), 'no-format'],
    ['four bytes', Buffer.from('RIFF'), 'no-format'],
    [
      'a form that changes',
      Buffer.concat([wav(twoSeconds), wav(twoSeconds, { formatChunk: format({ rate: 16_000 }) })]),
      'format-changes',
    ],
  ])('is %s', (_what, file, kind) => {
    expect(readWav(file)).toMatchObject({ kind: 'unusable', problem: { kind } });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['another kind of RIFF', Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1')],
    ['MP3', Buffer.from('ID3\x04')],
  ])('is no WAV: %s', (_what, file) => {
    expect(readWav(file)).toEqual({ kind: 'other' });
  });

  it('never takes long, whatever it is', () => {
    const beganAt = performance.now();
    readWav(Buffer.concat([wav(twoSeconds), Buffer.alloc(20_000_000)]));
    readWav(Buffer.concat([wav(Buffer.alloc(0)).subarray(0, 36), Buffer.from('JUNK\0\0\0\0'.repeat(1_000_000))]));
    readWav(Buffer.concat([wav(twoSeconds, { dataSize: 0 }), Buffer.from('RIFF'.repeat(1_000_000))]));
    expect(performance.now() - beganAt).toBeLessThan(10_000);
  });

  it('never throws, and finds no sound outside of the bytes', () => {
    const pieces = fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc
        .constantFrom('RIFF', 'WAVE', 'fmt ', 'data', 'LIST', '\xff\xff\xff\xff', '\x10\0\0\0\x01\0\x01\0')
        .map((text) => Buffer.from(text, 'latin1')),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const file = Buffer.concat([wav(Buffer.alloc(4)), ...parts]);
        const read = readWav(file);
        if (read.kind !== 'sound') return;
        for (const { start, end } of read.spans) expect(start < end && end <= file.length).toBe(true);
      }),
    );
  });
});

it.each([
  ['s16', plain],
  ['u8 with an odd number of samples', { encoding: 'unsigned', bits: 8, rate: 8000, channels: 1 }],
  ['f32 stereo', { encoding: 'float', bits: 32, rate: 48_000, channels: 2 }],
] as const)('writes what it reads: %s', (_what, form) => {
  const samples = tone(0.1).subarray(0, form.bits === 8 ? 1001 : 1000);
  const file = wavFile(form, samples);
  expect(file.length % 2).toBe(0);
  expect(file.readUInt32LE(4)).toBe(file.length - 8);
  const read = readWav(file);
  expect(read).toMatchObject({ kind: 'sound', format: form });
  const span = read.kind === 'sound' ? read.spans[0] : undefined;
  expect(file.subarray(span?.start, span?.end).equals(samples)).toBe(true);
});
