import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Speech, type SpeechRequest, speak } from '../../../src/drivers/speech/speak.ts';
import { serviceFixture } from '../../support/service-fixture.ts';
import { contextFor, speechScenario, target, taskOf } from '../../support/trial-tasks.ts';

async function spoken(fixture: string, request: Partial<SpeechRequest> = {}, timeoutMs = 20_000) {
  const { url } = await serviceFixture(fixture);
  const context = contextFor(taskOf(speechScenario(), [], { timeoutMs }));
  const whole = { target: target(url), text: 'Hello world.', voice: null, language: null, options: {}, ...request };
  const speech = await speak(whole, context);
  return { speech, error: speech.failure?.error.replace(url, 'URL') };
}

const s16 = { encoding: 'signed', bits: 16, rate: 24_000, channels: 1 };

describe('speech', () => {
  it('is measured from its samples, whatever its header claims', async () => {
    const { url } = await serviceFixture('speech/lies-about-size');
    const context = contextFor(taskOf(speechScenario()));
    const request = { target: target(url), text: 'Hello world.', voice: null, language: null };
    for (const claims of [48_000, 0, 0xffffffff, 2_000_000_000]) {
      const speech = await speak({ ...request, options: { claims } }, context);
      expect(speech).toMatchObject({ failure: null, audio: { format: s16, seconds: 1 } });
      expect(speech.bytes).toHaveLength(48_044);
      expect(speech.audio?.samples).toHaveLength(48_000);
      expect(speech.audio?.sound).toMatchObject({ samples: 24_000, clipped: 0, invalid: 0 });
    }
  });

  it('may come without a header, at the rate that its type says', async () => {
    const { speech } = await spoken('speech/raw-samples', { options: { response_format: 'pcm' } });
    expect(speech).toMatchObject({ failure: null, audio: { format: { ...s16, rate: 48_000 }, seconds: 0.5 } });
  });

  it('is asked for with what the scenario gives and no more, as WAV', async () => {
    const { error } = await spoken('speech/echoes-request', { options: { speed: 1.5, input: 'no' } });
    expect(error).toBe(
      'service "fake/m" answered POST URL/v1/audio/speech with HTTP 400: ' +
        '/v1/audio/speech {"speed":1.5,"input":"Hello world.","model":"m","response_format":"wav"}',
    );
    const more = await spoken('speech/echoes-request', { voice: 'low', language: 'de', options: { voice: 'high' } });
    expect(more.error).toContain('{"voice":"low","model":"m","input":"Hello world.","language":"de",');
  });

  it('that is streamed has a first byte, a first sample and pieces of their own times', async () => {
    const { speech } = await spoken('speech/streams-pieces');
    const stamps = stampsOf(speech);
    const [readAt = 0, firstSoundAt = 0] = stamps;
    const { sentAt, firstByteAt, firstAudioAt, endAt, pieces } = speech;
    expect(pieces.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(2.5, 9);
    expect(speech.audio?.seconds).toBe(2.5);
    // What the server did comes before what was seen of it; how long before is a matter of the machine.
    expect(sentAt).toBeLessThan(readAt);
    expect(firstByteAt).toBeGreaterThan(readAt);
    expect(firstAudioAt).toBeGreaterThan(firstSoundAt);
    expect(Number(firstAudioAt) - sentAt).toBeGreaterThan(firstSoundAt - readAt);
    expect(Number(firstAudioAt) - firstSoundAt).toBeLessThan(5000);
    expect(Number(firstAudioAt) - sentAt).toBeGreaterThan(58);
    expect(firstAudioAt).toBeGreaterThanOrEqual(Number(firstByteAt));
    expect(pieces.at(-1)?.at).toBeGreaterThan(stamps.at(-1) ?? 0);
    expect(endAt).toBeGreaterThanOrEqual(pieces.at(-1)?.at ?? 0);
  });

  it('that comes in many chunks of one packet is one piece', async () => {
    const { speech } = await spoken('speech/gathers-pieces');
    expect(speech.audio?.seconds).toBeCloseTo(0.6, 9);
    expect(speech.pieces.at(-1)?.seconds).toBeCloseTo(0.1, 9);
  });
});

/** On the clock of this process: Node's clocks differ by a constant. */
function stampsOf({ bytes }: Speech): readonly number[] {
  const offset = Number(process.hrtime.bigint()) / 1e6 - performance.now();
  const text = Buffer.from(bytes).toString('latin1');
  const notes = z.array(z.string()).parse(JSON.parse(text.slice(text.lastIndexOf('note') + 8)));
  return notes.map((nanoseconds) => Number(nanoseconds) / 1e6 - offset);
}

describe('what is no speech', () => {
  it.each([
    ['speech/header-only', 'with the header of a WAV and no sound behind it (44 bytes in all)'],
    ['speech/no-bytes', 'with HTTP 200 and not a single byte'],
    ['speech/error-in-200', 'with HTTP 200, but reports an error: failed to read audio data'],
    ['speech/other-json', 'with application/json, not with speech: {"result":"Hello world."}'],
    [
      'speech/web-page',
      'with a web page, not with speech: <!DOCTYPE html> <html><head><title>Kokoro</title></head></html>',
    ],
    [
      'speech/mp3',
      'with MP3, which was not asked for and cannot be measured: only wav and pcm hold samples that can be counted',
    ],
    ['speech/raw-samples', 'with audio/pcm;rate=48000 that does not begin like a WAV'],
    ['speech/no-model', "with HTTP 404: Model 'm' is not installed locally."],
    ['busy', 'with HTTP 503: server busy, please try again. maximum pending requests exceeded'],
    ['speech/detail-array', 'with HTTP 422: body.voice: Field required'],
  ])('is an error with a sentence: %s', async (fixture, rest) => {
    const { speech, error } = await spoken(fixture);
    expect(error).toBe(`service "fake/m" answered POST URL/v1/audio/speech ${rest}`);
    expect(speech).toMatchObject({ failure: { status: 'error' }, audio: null, pieces: [], firstAudioAt: null });
  });

  it('is a speech that was cut, with what came of it', async () => {
    const { speech, error } = await spoken('speech/cut-midway');
    expect(error).toBe('service "fake/m" broke the connection off in the middle of its speech, after 12044 bytes');
    expect(speech.audio).toMatchObject({ seconds: 0.25 });
  });

  it('is a speech that did not come in time, with how far it got', async () => {
    const silent = await spoken('silent', {}, 150);
    expect(silent.speech.failure).toMatchObject({ status: 'timeout' });
    expect(silent.error).toBe(
      'service "fake/m" did not finish its speech within 0.15 s: it sent nothing, not even response headers',
    );
    const stopped = await spoken('speech/stops-midway', {}, 300);
    expect(stopped.speech.failure).toMatchObject({ status: 'timeout' });
    expect(stopped.error).toMatch(
      /^service "fake\/m" did not finish its speech within 0\.3 s: 12044 bytes had come, the first after 0\.\d+ s, the last after 0\.\d+ s$/,
    );
    expect(stopped.speech.audio).toMatchObject({ seconds: 0.25 });
  });
});

it('never quotes a key', async () => {
  const { url } = await serviceFixture('echoes-key');
  const context = contextFor(taskOf(speechScenario(), [], { secrets: ['sk-very-secret-key'] }));
  const service = target(url, { apiKey: 'sk-very-secret-key' });
  const speech = await speak({ target: service, text: 'Hi', voice: null, language: null, options: {} }, context);
  expect(speech.failure?.error).toBe(
    `service "fake/m" answered POST ${url}/v1/audio/speech with HTTP 500: no quota for Bearer [redacted]`,
  );
});

describe('what is not asked', () => {
  it('is for a format that cannot be measured', async () => {
    const { error } = await spoken('speech/speaks', { options: { response_format: 'mp3' } });
    expect(error).toBe(
      'the options ask for "response_format: mp3", which cannot be measured: only wav and pcm hold samples that can be counted',
    );
  });

  it.each(['none', 'whisper', 'ollama'] as const)('is a service that does not speak: %s', async (api) => {
    const context = contextFor(taskOf(speechScenario()));
    const service = target('http://127.0.0.1:1', { api });
    const speech = await speak({ target: service, text: 'Hi', voice: null, language: null, options: {} }, context);
    expect(speech.failure).toEqual({
      status: 'error',
      error: `service "fake/m" has "api: ${api}" and cannot be asked to speak`,
    });
  });
});
