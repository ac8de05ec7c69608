import { describe, expect, it } from 'vitest';
import { type Asked, audioIn, audioInWords } from '../../../src/drivers/speech/spoken-audio.ts';
import { format, tone, wav } from '../../support/wav-bytes.ts';

const wantsWav: Asked = { format: 'wav', pcmRate: 24_000 };
const wantsPcm: Asked = { format: 'pcm', pcmRate: 24_000 };

describe('raw samples', () => {
  it.each([
    ['as the API has it', 'audio/pcm', 24_000, 1],
    ['where there is no type', '', 24_000, 1],
    ['as its type says', 'audio/pcm; rate=8000; channels=2', 8000, 2],
    ['as its type says, in quotes', 'audio/pcm;rate="22050"', 22_050, 1],
    ['as the API has it, where the type says nonsense', 'audio/pcm;rate=0;channels=no', 24_000, 1],
  ])('have a rate: %s', (_what, contentType, rate, channels) => {
    const found = audioIn(tone(1), contentType, wantsPcm);
    const seconds = 24_000 / rate / channels;
    expect(found).toMatchObject({ kind: 'speech', audio: { seconds, format: { bits: 16, rate, channels } } });
  });

  it('have the rate that was asked for, where the answer does not say it', () => {
    const found = audioIn(tone(1), 'application/octet-stream', { format: 'pcm', pcmRate: 48_000 });
    expect(found).toMatchObject({ kind: 'speech', audio: { seconds: 0.5 } });
  });

  it.each([
    ['a mark of MP3', Buffer.from([0xff, 0xfb, 0x90, 0x64])],
    ['a mark of AAC', Buffer.from([0xff, 0xf1, 0x50, 0x80])],
    ['a brace', Buffer.from('{"x')],
    ['a tag', Buffer.from('<h')],
  ])('may begin like something else: %s', (_what, bytes) => {
    expect(audioIn(Buffer.concat([bytes, tone(0.1)]), 'audio/pcm', wantsPcm)).toMatchObject({ kind: 'speech' });
  });

  it('are a WAV where a WAV came', () => {
    const file = wav(tone(1), { formatChunk: format({ rate: 16_000 }) });
    const found = audioIn(file, 'audio/pcm', wantsPcm);
    expect(found).toMatchObject({ kind: 'speech', audio: { seconds: 1.5, format: { rate: 16_000 } } });
    expect(found.kind === 'speech' && audioInWords(found.audio)).toBe('1.50 s of speech, s16 16000 Hz mono');
  });
});

describe('what is no sound', () => {
  it.each([
    ['events', wantsWav, 'text/event-stream', 'data: {"type":"speech.audio.delta"}\n\n', { kind: 'text' }],
    [
      'an error that is called sound',
      wantsWav,
      'audio/wav',
      '{"detail":{"message":"no"}}',
      { kind: 'error', message: 'no' },
    ],
    [
      'an error in place of samples',
      wantsPcm,
      'audio/pcm',
      '{"error":{"message":"no"}}',
      { kind: 'error', message: 'no' },
    ],
    ['other JSON', wantsPcm, '', '{"audio":"UklGRg=="}', { kind: 'text' }],
    ['a web page that is called sound', wantsPcm, 'audio/pcm', '<html lang="en">', { kind: 'web-page' }],
    ['MP3 that says so', wantsPcm, 'audio/mpeg', '\xff\xfb\x90\x64', { kind: 'compressed', format: 'MP3' }],
    ['Ogg', wantsPcm, 'audio/pcm', 'OggS\0', { kind: 'compressed', format: 'Ogg' }],
    ['FLAC', wantsWav, 'audio/wav', 'fLaC\0', { kind: 'compressed', format: 'FLAC' }],
    ['samples where a WAV was asked for', wantsWav, 'audio/pcm', '\0\x01\0\x02', { kind: 'unknown' }],
    ['nothing', wantsPcm, 'audio/pcm', '', { kind: 'nothing' }],
  ] as const)('is told from it: %s', (_what, asked, contentType, body, found) => {
    expect(audioIn(Buffer.from(body, 'latin1'), contentType, asked)).toMatchObject(found);
  });

  it('is a WAV of samples that are not read here', () => {
    const file = wav(tone(0.1), { formatChunk: format({ code: 7, bits: 8 }) });
    expect(audioIn(file, 'audio/wav', wantsWav)).toEqual({
      kind: 'bad-wav',
      problem: { kind: 'encoding', code: 7, bits: 8 },
    });
  });
});
