import { describe, expect, it } from 'vitest';
import { builtinService } from '../support/builtin-service.ts';
import { errorMessage, speech, transcript, transcription } from '../support/speech-services.ts';
import { joined, silence, spoken } from '../support/tones.ts';
import { wavOf } from '../support/wav-bytes.ts';

const twoSentences = wavOf(
  joined(silence(0.5), spoken('The first sentence.'), silence(1), spoken('The second one.', { voice: 'high' })),
);

describe('a round trip through both services', () => {
  it('gives back any text', async () => {
    const [speaker, listener] = await Promise.all([builtinService('modem-tts'), builtinService('modem-stt')]);
    const texts = [
      '.',
      'a',
      'What is the capital of France?',
      'Größe, façade, naïve, œuvre — “quotes”',
      'Привет, мир. Γειά σου Κόσμε. שלום עולם. नमस्ते दुनिया.',
      '今日は良い天気ですね。散歩に行きましょう。',
      '👩🏽‍🚀🚀 to the 🌙!',
      '1,234.5 % <b>&amp;</b> \\n "quoted"',
      `${'All work and no play makes Jack a dull boy. '.repeat(20)}The end.`,
    ];
    for (const input of texts) {
      const { bytes } = await speech(speaker.url, { input });
      expect(await transcript(listener.url, bytes)).toBe(input);
    }
  });

  it('loses words to noise, not all of them', async () => {
    const [speaker, listener] = await Promise.all([builtinService('modem-tts'), builtinService('modem-stt')]);
    const input = 'the quick brown fox jumps over the lazy dog and runs into the dark green forest';
    const at = async (snr_db: number) =>
      transcript(listener.url, (await speech(speaker.url, { input, snr_db, sample_rate: 16_000, seed: 2 })).bytes);
    expect(await at(10)).toBe(input);
    const worse = await at(-6.5);
    expect(worse).not.toBe(input);
    expect(worse.split(' ').filter((word) => input.includes(word)).length).toBeGreaterThan(8);
    expect(await at(-30)).toBe('');
  });
});

describe('an answer', () => {
  it('has the form that was asked for', async () => {
    const { url } = await builtinService('modem-stt');
    const text = 'The first sentence. The second one.';
    expect(await transcription(url, twoSentences)).toEqual({ status: 200, body: JSON.stringify({ text }) });
    expect(await transcription(url, twoSentences, { response_format: 'text' })).toEqual({
      status: 200,
      body: `${text}\n`,
    });
    const verbose = await transcription(url, twoSentences, { response_format: 'verbose_json', language: 'en' });
    expect(JSON.parse(verbose.body)).toEqual({
      task: 'transcribe',
      language: 'en',
      duration: 2.9,
      text,
      segments: [
        { id: 0, start: 0.55, end: 1.19, text: 'The first sentence.' },
        { id: 1, start: 2.29, end: 2.85, text: 'The second one.' },
      ],
    });
  });

  it('tells the times of words where they are asked for, and no language where none was given', async () => {
    const { url } = await builtinService('modem-stt');
    const fields = { response_format: 'verbose_json', 'timestamp_granularities[]': 'word' };
    const { body } = await transcription(url, wavOf(spoken('so it is')), fields);
    expect(JSON.parse(body)).toMatchObject({
      language: 'und',
      words: [{ word: 'so', start: 0.29 }, { word: 'it' }, { word: 'is', end: 0.45 }],
    });
  });

  it('is empty for silence and for noise', async () => {
    const { url } = await builtinService('modem-stt');
    expect(await transcription(url, wavOf(silence(1)))).toEqual({ status: 200, body: '{"text":""}' });
    const noise = Float32Array.from({ length: 16_000 }, (_, at) => Math.sin(at * at * 7.7) * 0.4);
    expect(await transcript(url, wavOf(noise))).toBe('');
    expect(await transcript(url, wavOf(new Float32Array(0)))).toBe('');
  });

  it('is streamed phrase by phrase, the pieces being the text', async () => {
    const { url } = await builtinService('modem-stt', '--realtime-factor', '0.05');
    const { body } = await transcription(url, twoSentences, { stream: 'true' });
    const events = body.split('\n\n').filter((line) => line !== '');
    expect(events.map((line) => JSON.parse(line.replace('data: ', '')))).toEqual([
      { type: 'transcript.text.delta', delta: 'The first sentence.' },
      { type: 'transcript.text.delta', delta: ' The second one.' },
      { type: 'transcript.text.done', text: 'The first sentence. The second one.' },
    ]);
  });

  it('takes as long as the server was told to take', async () => {
    const { url } = await builtinService('modem-stt', '--realtime-factor', '0.1');
    const startedMs = performance.now();
    await transcript(url, wavOf(silence(2)));
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(200);
  });

  it('does not depend on how the file was written', async () => {
    const { url } = await builtinService('modem-stt');
    const samples = spoken('every form', { sampleRate: 24_000 });
    const forms = [
      { bits: 8 },
      { bits: 24, channels: 2 },
      { bits: 32, extensible: true },
      { bits: 32, coding: 'float' },
    ] as const;
    for (const form of forms)
      expect(await transcript(url, wavOf(samples, { ...form, rate: 24_000 }))).toBe('every form');
    const streamed = wavOf(samples, { rate: 24_000 }, { dataSize: 0xffffffff });
    expect(await transcript(url, streamed)).toBe('every form');
  });
});

describe('an error', () => {
  const wav = wavOf(silence(0.1));

  it('says what is wrong with the upload', async () => {
    const { url } = await builtinService('modem-stt');
    const refused = async (file: Buffer, fields: Readonly<Record<string, string | null>> = {}) => {
      const { status, body } = await transcription(url, file, fields);
      return [status, errorMessage(body)];
    };
    expect(await refused(Buffer.from('<html></html>'))).toEqual([
      400,
      'the file is not a WAV file: it begins with "<html></html"; send WAV with PCM or 32-bit float samples',
    ]);
    expect(await refused(wav, { response_format: 'srt' })).toEqual([
      400,
      'response_format "srt" is not made here; there is json, text, verbose_json',
    ]);
    expect(await refused(wav, { model: 'whisper-1' })).toEqual([404, 'The model `whisper-1` does not exist.']);
    expect(await refused(wav, { model: null })).toEqual([400, 'the form has no "model" field']);
    expect(await refused(wav, { temperature: 'hot' })).toEqual([
      400,
      'temperature must be a number from 0 to 1, not "hot"',
    ]);
    expect(await refused(wav, { stream: 'perhaps' })).toEqual([400, 'stream must be true or false, not "perhaps"']);
    expect(await refused(wavOf(new Float32Array(20 * 60 * 8000 + 8000), { bits: 8, rate: 8000 }))).toEqual([
      400,
      'the audio lasts 1201 s, more than 1200 s',
    ]);
  });

  it('says what is wrong with the body', async () => {
    const { url } = await builtinService('modem-stt');
    const refused = async (body: string | FormData, type?: string) => {
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      const response = await fetch(`${url}/v1/audio/transcriptions`, { method: 'POST', body, headers });
      return [response.status, errorMessage(await response.text())];
    };
    expect(await refused('{}', 'application/json')).toEqual([
      400,
      'the body must be multipart/form-data with a "file" part, not "application/json"',
    ]);
    expect(await refused('nothing', 'multipart/form-data; boundary=x')).toEqual([
      400,
      'the body is not valid multipart/form-data',
    ]);
    const form = new FormData();
    form.set('file', 'just text');
    expect(await refused(form)).toEqual([400, 'the form has no "file" part with a filename']);
    form.set('file', new File([new Uint8Array(26 * 2 ** 20)], 'huge.wav'));
    expect(await refused(form)).toEqual([413, 'the body is larger than 26214400 bytes']);
  });
});

it('tells what it is', async () => {
  const { url, log } = await builtinService('modem-stt', '--seed', '1', '--tokens-per-second', '0');
  const json = async (path: string) => (await fetch(url + path)).json();
  expect(await json('/health')).toEqual({ status: 'ok' });
  expect(await json('/v1/models')).toMatchObject({ data: [{ id: 'modem-stt' }] });
  expect(await json('/api/version')).toMatchObject({ version: expect.stringMatching(/-builtin$/) });
  expect(log()).toContain('modem-stt, a built-in recogniser: hears what modem-tts speaks, in WAV files');
});

it('ends on SIGTERM while it listens', async () => {
  const { url, pid, exited } = await builtinService('modem-stt', '--realtime-factor', '100');
  const form = new FormData();
  form.set('model', 'modem-stt');
  form.set('stream', 'true');
  form.set('file', new File([new Uint8Array(wavOf(silence(5)))], 'speech.wav'));
  // The headers come before anything was heard.
  const { body } = await fetch(`${url}/v1/audio/transcriptions`, { method: 'POST', body: form });
  const rest = new Response(body).text().catch(() => 'cut off');
  process.kill(pid, 'SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(await rest).toBe('cut off');
});
