import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resampled } from '../../../src/builtin/audio/resample.ts';
import { speakable } from '../../../src/builtin/modem/phrases.ts';
import { opening, voiceNames } from '../../../src/builtin/modem/score.ts';
import { seededRandom } from '../../../src/builtin/random.ts';
import { heard, joined, phrasesHeard, silence, spoken, wordsLost } from '../../support/tones.ts';

const story =
  'The harbour lights were lit before the evening train came down from the hills. Nobody waited on the platform. ' +
  'A dog slept under the clock, and the clock had stopped at noon. Somewhere a kettle began to sing.';

describe('what was spoken', () => {
  it.each(['a', 'hello world', 'Zażółć gęślą jaźń', '日本語のテスト。次の文。', '👩‍👩‍👧 🎉🇵🇱', '{"a": [1, 2]}', story])(
    'is heard again: %s',
    (text) => {
      expect(heard(spoken(text))).toBe(text);
    },
  );

  it('is heard again whatever it is, in every voice and at every speed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
        fc.constantFrom(...voiceNames),
        fc.double({ min: 0.25, max: 4, noNaN: true }),
        fc.constantFrom(16_000, 24_000),
        (text, voice, speed, sampleRate) => {
          const samples = spoken(text, { voice, speed, sampleRate });
          expect(heard(resampled({ samples, sampleRate }, 16_000))).toBe(speakable(text));
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each(voiceNames)('tells the voice and the speed: %s', (voice) => {
    expect(phrasesHeard(spoken('who speaks?', { voice, speed: 2 }))).toMatchObject([{ voice, speed: 2 }]);
  });

  it('is found between silence and other utterances, each with its time', () => {
    const first = spoken('first one', { voice: 'low' });
    const second = spoken('second one', { voice: 'high' });
    const phrases = phrasesHeard(joined(silence(1.5), first, silence(2), second, silence(0.7)));
    expect(phrases.map(({ text, voice }) => ({ text, voice }))).toEqual([
      { text: 'first one ', voice: 'low' },
      { text: 'second one ', voice: 'high' },
    ]);
    expect(phrases[0]?.startSeconds).toBeCloseTo(1.55, 2);
    expect(phrases[1]?.startSeconds).toBeCloseTo(1.5 + first.length / 16_000 + 2.05, 2);
    expect(phrases[1]?.endSeconds).toBeCloseTo(1.5 + (first.length + second.length) / 16_000 + 2 - 0.05, 2);
  });

  it('tells when each word sounds', () => {
    const [phrase] = phrasesHeard(spoken('one three'));
    expect(phrase?.words.map(({ text }) => text)).toEqual(['one', 'three']);
    const [one, three] = phrase?.words ?? [];
    expect(one?.startSeconds).toBeCloseTo(0.29, 2);
    expect((one?.endSeconds ?? 0) - (one?.startSeconds ?? 0)).toBeCloseTo(0.06, 3);
    expect((three?.startSeconds ?? 0) - (one?.endSeconds ?? 0)).toBeCloseTo(0.02, 3);
  });
});

describe('what happens to sound on its way', () => {
  it.each(voiceNames)('does not matter: it is 30 dB softer, %s', (voice) => {
    const soft = spoken(story, { voice }).map((sample) => Math.round(sample * 0.0316 * 32768) / 32768);
    expect(heard(soft)).toBe(story);
  });

  it.each(voiceNames)('does not matter: it was at 8 kHz, %s', (voice) => {
    const narrow = resampled({ samples: spoken(story, { voice }), sampleRate: 16_000 }, 8000);
    expect(heard(resampled({ samples: narrow, sampleRate: 8000 }, 16_000))).toBe(story);
  });

  it('does not matter: it is clipped', () => {
    expect(heard(spoken(story).map((sample) => Math.max(-0.2, Math.min(0.2, sample))))).toBe(story);
  });

  it('does not matter: it begins between two samples, and has a constant offset', () => {
    const samples = resampled({ samples: spoken(story, { sampleRate: 44_100 }), sampleRate: 44_100 }, 16_000);
    expect(heard(joined(new Float32Array(13), samples).map((sample) => sample + 0.3))).toBe(story);
  });

  it('does not matter: something that only looked like an opening came right before', () => {
    const lookalike = spoken('x').subarray(0, Math.round((0.05 + 0.01 * opening.length) * 16_000));
    expect(heard(joined(lookalike, spoken(story)))).toBe(story);
  });

  it('takes what is missing at the end, and no more', () => {
    const samples = spoken('the end of this sentence is cut off');
    const transcript = heard(samples.subarray(0, Math.floor(samples.length * 0.7)));
    expect(transcript.length).toBeGreaterThan(10);
    expect('the end of this sentence is cut off').toContain(transcript);
  });
});

describe('noise', () => {
  const lostAt = (snrDb: number): number => {
    const trials = [1, 2, 3, 4].map((seed) => wordsLost(story, heard(spoken(story, { snrDb, seed }))));
    return trials.reduce((sum, lost) => sum + lost, 0) / trials.length;
  };

  it('takes nothing at 0 dB and above, then more and more words, in the end all', () => {
    expect([20, 10, 5, 0].map(lostAt)).toEqual([0, 0, 0, 0]);
    const fading = [-6, -7, -8].map(lostAt);
    expect(fading).toEqual(fading.toSorted((a, b) => a - b));
    expect(fading[0]).toBeGreaterThan(0);
    expect(fading[0]).toBeLessThan(0.4);
    expect(fading[2]).toBeGreaterThan(0.4);
    expect(fading[2]).toBeLessThan(1);
    expect(lostAt(-16)).toBe(1);
  });

  it('damages bytes, not the rest of the phrase', () => {
    const transcript = heard(spoken(story, { snrDb: -6, seed: 3 }));
    expect(transcript).not.toBe(story);
    expect(transcript.split(' ').length).toBeGreaterThan(25);
  });

  it('is the same for the same seed only', () => {
    expect(spoken('x', { snrDb: 0, seed: 1 })).toEqual(spoken('x', { snrDb: 0, seed: 1 }));
    expect(spoken('x', { snrDb: 0, seed: 1 })).not.toEqual(spoken('x', { snrDb: 0, seed: 2 }));
  });
});

describe('nothing is heard', () => {
  const random = seededRandom(1, 'sounds');
  const sounds: readonly (readonly [string, (at: number) => number])[] = [
    ['silence', () => 0],
    ['a constant', () => 0.5],
    ['white noise', () => random() - 0.5],
    ['hum', (at) => Math.sin((2 * Math.PI * 50 * at) / 16_000) + 0.3 * Math.sin((2 * Math.PI * 150 * at) / 16_000)],
    ['one of the notes', (at) => Math.sin((2 * Math.PI * 800 * at) / 16_000)],
    ['a siren', (at) => Math.sin(at * (0.1 + 0.0003 * Math.sin(at / 3000)))],
    ['clicks', (at) => (at % 777 === 0 ? 1 : 0)],
  ];

  it.each(sounds)('in %s', (_name, sample) => {
    expect(heard(Float32Array.from({ length: 10 * 16_000 }, (_, at) => sample(at)))).toBe('');
  });

  it('where only an opening sounds', () => {
    const beats = spoken('x').subarray(0, Math.round((0.05 + 0.01 * opening.length) * 16_000));
    expect(heard(joined(beats, silence(1)))).toBe('');
  });

  it('in no sound at all', () => {
    expect(heard(new Float32Array(0))).toBe('');
    expect(heard(new Float32Array(7))).toBe('');
  });
});
