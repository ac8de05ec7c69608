import { get, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { readWav } from '../../src/builtin/audio/read-wav.ts';
import { speakerOptions } from '../../src/builtin/modem-tts/options.ts';
import { builtinService } from '../support/builtin-service.ts';
import { errorMessage, speech } from '../support/speech-services.ts';
import { heard } from '../support/tones.ts';
import { until } from '../support/until.ts';

describe('an answer', () => {
  it('is a WAV file with the sizes of a stream, unless the whole is asked for', async () => {
    const { url } = await builtinService('modem-tts');
    const streamed = await speech(url, { input: 'hello world' });
    expect(streamed).toMatchObject({ status: 200, type: 'audio/wav' });
    expect(streamed.bytes.readUInt32LE(40)).toBe(0xffffffff);
    const whole = await speech(url, { input: 'hello world', stream: false });
    expect(whole.bytes.readUInt32LE(40)).toBe(whole.bytes.length - 44);
    expect(whole.bytes.subarray(44)).toEqual(streamed.bytes.subarray(44));
  });

  it('is raw samples where pcm is asked for, and says their rate', async () => {
    const { url } = await builtinService('modem-tts');
    const wav = await speech(url, { input: 'hello', sample_rate: 16_000 });
    const pcm = await speech(url, { input: 'hello', sample_rate: 16_000, response_format: 'pcm' });
    expect(pcm).toMatchObject({ type: 'audio/pcm;rate=16000;channels=1' });
    expect(pcm.bytes).toEqual(wav.bytes.subarray(44));
  });

  it('can be understood, in each voice, and lasts half as long at twice the speed', async () => {
    const { url } = await builtinService('modem-tts');
    const input = 'Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. 🎉';
    for (const voice of ['low', 'mid', 'high']) {
      const { bytes } = await speech(url, { input, voice, sample_rate: 16_000 });
      expect(heard(readWav(bytes).samples)).toBe(input);
    }
    const seconds = async (speed: number) => (await speech(url, { input, speed })).bytes.length / 48_000;
    // Opening, header and edges keep their length.
    expect((await seconds(1)) - (await seconds(2))).toBeCloseTo(Buffer.byteLength(`${input} `) * 0.01, 1);
  });

  it('has the noise that was asked for, the same for the same seed', async () => {
    const { url } = await builtinService('modem-tts', '--seed', '5');
    const noisy = async (fields: object) => (await speech(url, { input: 'hello', snr_db: 0, ...fields })).bytes;
    expect(await noisy({ seed: 5 })).toEqual(await noisy({}));
    expect(await noisy({ seed: 6 })).not.toEqual(await noisy({}));
    const { samples } = readWav(await noisy({}));
    const rms = (part: Float32Array) => Math.sqrt(part.reduce((sum, sample) => sum + sample ** 2, 0) / part.length);
    // At 0 dB a pause has as much power as what sounds, each turned down to a half: 0.25 of full scale by √½.
    expect(rms(samples.subarray(0, 1100))).toBeCloseTo(0.25 * Math.SQRT1_2, 1);
  });

  it('takes as long as the server was told to take', async () => {
    const { url } = await builtinService('modem-tts', '--realtime-factor', '0.2', '--first-token-ms', '30');
    const startedMs = performance.now();
    const { bytes } = await speech(url, { input: 'one two three four five six seven eight nine ten' });
    const seconds = (bytes.length - 44) / 48_000;
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(30 + seconds * 200);
  });
});

describe('an error', () => {
  it('says what there is instead', async () => {
    const { url } = await builtinService('modem-tts');
    const refused = async (fields: object) => {
      const { status, bytes } = await speech(url, fields);
      return [status, errorMessage(bytes.toString())];
    };
    expect(await refused({ input: 'x', response_format: 'mp3' })).toEqual([
      400,
      'response_format "mp3" is not made here; there is wav, pcm',
    ]);
    expect(await refused({ input: 'x', voice: 'alloy' })).toEqual([
      400,
      'there is no voice "alloy"; there is low, mid, high (GET /v1/audio/voices)',
    ]);
    expect(await refused({ input: ' \n' })).toEqual([
      400,
      'input has nothing that can be spoken: it is empty or all blanks',
    ]);
    expect(await refused({ input: '語'.repeat(4097) })).toEqual([
      400,
      'input has 4097 characters, more than 4096; send it in parts',
    ]);
    expect(await refused({ input: 'x', model: 'tts-1' })).toEqual([404, 'The model `tts-1` does not exist.']);
    expect((await refused({ input: 'x', speed: 5 }))[0]).toBe(400);
    expect((await refused({ input: 7 }))[0]).toBe(400);
  });

  it('on the command line ends the program with how it is used', () => {
    expect(() => speakerOptions(['--realtime-factor=-1'])).toThrow(
      '--realtime-factor takes a number that is not negative, not "-1"',
    );
    expect(() => speakerOptions(['--loud'])).toThrow("Unknown option '--loud'");
  });
});

it('tells what it is and which voices it has', async () => {
  const { url, log } = await builtinService('modem-tts', '--tokens-per-second', '50');
  const json = async (path: string) => (await fetch(url + path)).json();
  expect(await json('/health')).toEqual({ status: 'ok' });
  expect(await json('/v1/models')).toMatchObject({ data: [{ id: 'modem-tts', owned_by: 'flightdeck-builtin' }] });
  expect(await json('/api/version')).toMatchObject({ version: expect.stringMatching(/-builtin$/) });
  expect(await json('/v1/audio/voices')).toEqual({ voices: ['low', 'mid', 'high'] });
  expect(await json('/constructor')).toMatchObject({ error: { message: 'there is no GET /constructor here' } });
  expect(log()).toContain('modem-tts, a built-in synthesiser: voices low, mid, high, seed 1');
  expect(log()).toContain('GET /health 200 done');
});

it('sends what is made before the rest is, and stops at once on SIGTERM', async () => {
  const { url, pid, exited } = await builtinService('modem-tts', '--realtime-factor', '1');
  const asked = request(`${url}/v1/audio/speech`, { method: 'POST' });
  const sounding = new Promise<number>((resolve) => {
    let bytes = 0;
    asked.on('response', (response) => {
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > 44) resolve(bytes);
      });
      response.on('error', () => undefined); // it is cut off below
    });
  });
  asked.end(JSON.stringify({ model: 'modem-tts', input: 'A long story. '.repeat(290) }));
  expect(await sounding).toBeLessThan(80 * 48_000); // a small part of it
  process.kill(pid, 'SIGTERM');
  expect(await exited).toEqual([0, null]);
});

it('stops working for a client that went away', async () => {
  const { url, log } = await builtinService('modem-tts', '--realtime-factor', '10');
  const asked = request(`${url}/v1/audio/speech`, { method: 'POST' });
  asked.on('error', () => undefined);
  asked.on('response', (response) => {
    response.on('error', () => undefined);
    response.once('data', () => asked.destroy());
  });
  asked.end(JSON.stringify({ model: 'modem-tts', input: 'a long story' }));
  await until(() => log().includes('POST /v1/audio/speech: the client went away'), 'the line of the log');
  await new Promise<void>((resolve, reject) => {
    get(`${url}/health`, (response) => response.resume().on('end', resolve)).on('error', reject);
  });
});
