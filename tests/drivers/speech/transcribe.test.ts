import { createHash } from 'node:crypto';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mediaTypeOf } from '../../../src/drivers/speech/media-type.ts';
import { readRecording } from '../../../src/drivers/speech/recording.ts';
import { type TranscriptionRequest, transcribe } from '../../../src/drivers/speech/transcribe.ts';
import { serviceFixture } from '../../support/service-fixture.ts';
import { contextFor, target, taskOf, temporaryDirectory, transcriptionScenario } from '../../support/trial-tasks.ts';
import { tone, wav } from '../../support/wav-bytes.ts';

const recording = { fileName: 'hello.wav', bytes: wav(tone(0.5)), seconds: 0.5, format: 's16 24000 Hz mono' };

async function heard(
  fixture: string,
  request: Partial<Omit<TranscriptionRequest, 'target'>> = {},
  { api = 'openai', timeoutMs = 20_000 }: { api?: 'openai' | 'ollama' | 'whisper' | 'none'; timeoutMs?: number } = {},
) {
  const { url } = await serviceFixture(fixture);
  const context = contextFor(taskOf(transcriptionScenario(), [], { timeoutMs }));
  const whole = { target: target(url, { api }), recording, language: null, options: {}, ...request };
  const transcription = await transcribe(whole, context);
  return { transcription, error: transcription.failure?.error.replace(url, 'URL') };
}

const file = {
  name: 'hello.wav',
  type: 'audio/wav',
  sha256: createHash('sha256').update(recording.bytes).digest('hex'),
};

describe('a recording', () => {
  it('is sent in a form, with the model and a format that can be read', async () => {
    const { transcription } = await heard('speech/hears-form');
    expect(JSON.parse(transcription.text)).toEqual({
      url: '/v1/audio/transcriptions',
      fields: [
        ['file', file],
        ['model', 'm'],
        ['response_format', 'json'],
      ],
    });
  });

  it('is sent with the options, a list as several fields; what the request says itself wins', async () => {
    const options = { prompt: 'Ada', temperature: 0, 'include[]': ['a', 'b'], language: 'fr', seed: null };
    const { transcription } = await heard('speech/hears-form', { language: 'de', options });
    expect(JSON.parse(transcription.text)).toMatchObject({
      fields: [
        ['prompt', 'Ada'],
        ['temperature', '0'],
        ['include[]', 'a'],
        ['include[]', 'b'],
        ['language', 'de'],
        ['file', file],
        ['model', 'm'],
        ['response_format', 'json'],
      ],
    });
  });

  it("is sent to whisper.cpp's server in its own way, without a model", async () => {
    const { transcription } = await heard('speech/hears-form', {}, { api: 'whisper' });
    expect(JSON.parse(transcription.text)).toEqual({
      url: '/inference',
      fields: [
        ['file', file],
        ['response_format', 'json'],
      ],
    });
  });

  it('is called what its bytes are, whatever its name', async () => {
    const strange = { fileName: 'a "strange" name ü.wav', bytes: Buffer.from('OggS'), seconds: null, format: null };
    const { transcription } = await heard('speech/hears-form', { recording: strange });
    expect(JSON.parse(transcription.text)).toMatchObject({
      fields: [
        ['file', { name: strange.fileName, type: 'audio/ogg' }],
        ['model', 'm'],
        ['response_format', 'json'],
      ],
    });
  });

  it.each([
    ['wav', wav(tone(0.1))],
    ['mpeg', Buffer.from('ID3\x04')],
    ['mpeg', Buffer.from([0xff, 0xfb, 0x90, 0x64])],
    ['aac', Buffer.from([0xff, 0xf1, 0x50, 0x80])],
    ['ogg', Buffer.from('OggS\0')],
    ['flac', Buffer.from('fLaC\0')],
    ['webm', Buffer.from([0x1a, 0x45, 0xdf, 0xa3])],
    ['mp4', Buffer.from('\0\0\0\x20ftypM4A ')],
    [null, Buffer.from('RIFF\0\0\0\0WEBP')],
    [null, Buffer.from('anything')],
    [null, Buffer.alloc(0)],
  ])('is known by its first bytes: %s', (type, bytes) => {
    expect(mediaTypeOf(bytes)).toBe(type);
  });
});

describe('a transcript', () => {
  it('has no white space around it, and has its times', async () => {
    const { transcription } = await heard('speech/hears-hello');
    expect(transcription).toMatchObject({ text: 'Hello\n world.', language: 'english', failure: null });
    expect(transcription.endAt).toBeGreaterThan(transcription.sentAt);
  });

  it('may be plain text, also where it is called HTML', async () => {
    const options = { response_format: 'text' };
    const { transcription } = await heard('speech/plain-transcript', { options }, { api: 'whisper' });
    expect(transcription).toMatchObject({ text: 'Hello world.', language: null, failure: null });
  });

  it('may be empty', async () => {
    const { transcription } = await heard('speech/hears-nothing');
    expect(transcription).toMatchObject({ text: '', failure: null });
  });
});

describe('what is no transcript', () => {
  const beginning = 'service "fake/m" answered POST URL/v1/audio/transcriptions';
  it.each([
    ['speech/error-in-200', `${beginning} with HTTP 200, but reports an error: failed to read audio data`],
    ['speech/other-json', `${beginning} with JSON in which there is no "text": {"result":"Hello world."}`],
    ['speech/plain-transcript', `${beginning} with text/html; charset=utf-8 that is not JSON: Hello world.`],
    ['speech/no-bytes', `${beginning} with audio/wav that is not JSON: it is empty`],
    [
      'speech/web-page',
      `${beginning} with a web page, not with a transcript: <!DOCTYPE html> <html><head><title>Kokoro</title></head></html>`,
    ],
    ['speech/no-model', `${beginning} with HTTP 404: Model 'm' is not installed locally.`],
    ['busy', `${beginning} with HTTP 503: server busy, please try again. maximum pending requests exceeded`],
    ['speech/detail-array', `${beginning} with HTTP 422: body.voice: Field required`],
    [
      'speech/half-transcript',
      'service "fake/m" broke the connection off in the middle of its transcript, after 12 bytes',
    ],
  ])('is an error with a sentence: %s', async (fixture, sentence) => {
    const { transcription, error } = await heard(fixture);
    expect(error).toBe(sentence);
    expect(transcription).toMatchObject({ text: '', failure: { status: 'error' } });
  });

  it('is told from plain text, too', async () => {
    const options = { response_format: 'text' };
    expect((await heard('speech/error-in-200', { options })).error).toContain('but reports an error: failed to read');
    expect((await heard('speech/web-page', { options })).error).toContain('with a web page, not with a transcript');
  });

  it('is more than any transcript can be', async () => {
    const { error } = await heard('speech/floods');
    expect(error).toBe('service "fake/m" sent more than 16 MiB where a transcript was asked for');
  });

  it('is one that did not come in time', async () => {
    const { transcription, error } = await heard('silent', {}, { timeoutMs: 150 });
    expect(transcription.failure?.status).toBe('timeout');
    expect(error).toBe(
      'service "fake/m" did not finish its transcript within 0.15 s: it sent nothing, not even response headers',
    );
  });
});

describe('what is not asked', () => {
  it.each([
    [
      { response_format: 'srt' },
      'the options ask for "response_format: srt", which is not read here; json, verbose_json and text are',
    ],
    [{ stream: true }, 'the options ask for "stream: true", but a transcript is read as a whole; leave it out'],
  ])('is for what cannot be read: %o', async (options, sentence) => {
    expect((await heard('speech/hears-hello', { options })).error).toBe(sentence);
  });

  it('is a service that does not listen', async () => {
    const { error } = await heard('speech/hears-hello', {}, { api: 'none' });
    expect(error).toBe('service "fake/m" has "api: none" and cannot be asked for a transcript');
  });
});

describe('a recording on disk', () => {
  it('has the length of its samples, where they can be read', async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'a.wav'), wav(tone(0.5), { dataSize: 0 }));
    writeFileSync(join(directory, 'a.mp3'), 'ID3\x04');
    const read = await readRecording(join(directory, 'a.wav'));
    expect(read).toMatchObject({ fileName: 'a.wav', seconds: 0.5, format: 's16 24000 Hz mono' });
    expect(await readRecording(join(directory, 'a.mp3'))).toMatchObject({ seconds: null, format: null });
  });

  it('is refused with a sentence where it is empty or too large', async () => {
    const path = join(temporaryDirectory(), 'a.wav');
    writeFileSync(path, '');
    await expect(readRecording(path)).rejects.toThrow('the recording a.wav is empty');
    truncateSync(path, 600 * 2 ** 20);
    await expect(readRecording(path)).rejects.toThrow(
      'the recording a.wav is too large to be sent: 600 MiB, and 512 MiB are the limit',
    );
  });
});
