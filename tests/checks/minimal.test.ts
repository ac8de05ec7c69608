import { describe, expect, it } from 'vitest';
import { heardSomething, soundsLikeSomething } from '../../src/checks/minimal.ts';

describe('the check that something was heard', () => {
  it('fails for an empty transcript', () => {
    expect(heardSomething({ transcript: ' \n', reference: null })).toEqual({
      name: 'heard',
      passed: false,
      expected: 'a transcript that is not empty',
      message: 'the transcript is empty',
    });
    expect(heardSomething({ transcript: '', reference: 'hello' }).passed).toBe(false);
  });

  it('passes for words, and for none where none are said', () => {
    expect(heardSomething({ transcript: 'hello', reference: null }).passed).toBe(true);
    expect(heardSomething({ transcript: '', reference: ' ' })).toEqual({
      name: 'heard',
      passed: true,
      expected: 'any transcript, for nothing is said',
    });
  });
});

describe('the check that there is something to hear', () => {
  const sound = { seconds: 1.5, peak: 0.3, invalid: 0 };

  it('passes for sound', () => {
    expect(soundsLikeSomething(sound)).toEqual({
      name: 'audible',
      passed: true,
      expected: 'at least 0.1 s of sound',
    });
    expect(soundsLikeSomething({ ...sound, seconds: 0.1 }).passed).toBe(true);
  });

  it.each([
    [{ ...sound, seconds: 0, peak: 0 }, 'the audio has no samples'],
    [{ ...sound, peak: 0 }, 'the audio is silent: every sample of its 1.5 s is zero'],
    [{ ...sound, invalid: 3 }, 'the audio is broken: it has 3 samples that cannot be played, NaN or infinite'],
    [{ ...sound, seconds: 0.0925 }, 'the audio is only 0.0925 s long'],
  ])('fails for %j', (measures, message) => {
    expect(soundsLikeSomething(measures)).toMatchObject({ passed: false, message });
  });
});
