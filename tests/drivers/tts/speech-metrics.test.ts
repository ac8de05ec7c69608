import { expect, it } from 'vitest';
import { speechMetrics, type TimedSpeech } from '../../../src/drivers/tts/speech-metrics.ts';

const speech: TimedSpeech = {
  sentAt: 1000,
  firstByteAt: 1100,
  firstAudioAt: 1150,
  endAt: 1500,
  pieces: [
    { at: 1150, seconds: 0.2 },
    { at: 1400, seconds: 1.8 },
  ],
};

const audio = {
  format: { encoding: 'signed', bits: 16, rate: 24_000, channels: 1 },
  seconds: 2,
  samples: new Uint8Array(96_000),
  sound: { samples: 48_000, rms: 0.1, peak: 1, clipped: 0.25, invalid: 0 },
} as const;

it('computes the worked example: a header at 100, sound at 150 and 400, the end at 500', () => {
  expect(speechMetrics('ten chars😀', speech, audio)).toEqual({
    ttfbMs: 100,
    ttfaMs: 150,
    e2eMs: 500,
    audioSeconds: 2,
    rtf: 0.25,
    rtfx: 4,
    charactersPerSecond: 20,
    longestStallMs: 250,
    underruns: 1,
    clippedPercent: 25,
    rmsDbfs: -20,
    audioFormat: 's16 24000 Hz mono',
  });
});

it('has no stalls where everything came at once, and no level where there is silence', () => {
  const silent = { ...audio, sound: { ...audio.sound, rms: 0, clipped: 0 } };
  const metrics = speechMetrics('Hi', { ...speech, pieces: [{ at: 1150, seconds: 2 }] }, silent);
  for (const name of ['longestStallMs', 'underruns', 'rmsDbfs']) expect(metrics).not.toHaveProperty(name);
  expect(metrics).toMatchObject({ clippedPercent: 0 });
});
