// The example servers that ship with the plans, run as they are: real engines of Debian behind OpenAI's audio routes.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { isAlive } from '../support/service-fixture.ts';
import { until } from '../support/until.ts';
import { wav } from '../support/wav-bytes.ts';

const folder = fileURLToPath(new URL('../../plans/servers/', import.meta.url));
const wavHeaderBytes = 44;
/** One second at 24 kHz, 16 bits. */
const silence = wav(Buffer.alloc(48_000));
const spokenText = z.object({ text: z.string() });
const sentenceOf = z.object({ error: z.object({ message: z.string() }) });

describe('an example server without its engine', () => {
  it.each([
    [
      'espeak-server.mjs',
      'espeak-ng cannot be run: it is not installed. On Debian and Ubuntu: apt-get install espeak-ng\n',
    ],
    [
      'pocketsphinx-server.mjs',
      'PocketSphinx or sox is not installed. On Debian and Ubuntu: apt-get install pocketsphinx pocketsphinx-en-us sox\n',
    ],
  ])('%s says what to install and ends with code 1', (file, sentence) => {
    const ended = spawnSync(process.execPath, [`${folder}${file}`], { env: { PATH: '' }, encoding: 'utf8' });
    expect([ended.status, ended.stderr]).toEqual([1, sentence]);
  });
});

describe('espeak-server.mjs', () => {
  beforeEach(({ skip }) => skip(!isInstalled('espeak-ng'), 'espeak-ng is not installed'));

  it('answers when it is ready, and tells its model and voices', async () => {
    const { url } = await started('espeak-server.mjs');
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${url}/v1/models`)).json()).toMatchObject({ data: [{ id: 'espeak-ng' }] });
    const { voices } = z
      .object({ voices: z.array(z.string()) })
      .parse(await (await fetch(`${url}/v1/audio/voices`)).json());
    expect(voices).toContain('en-us');
  });

  it('speaks a WAV file with sound in it', async () => {
    const sound = await spoken((await started('espeak-server.mjs')).url, { input: 'hello world' });
    expect([sound.toString('latin1', 0, 4), sound.toString('latin1', 8, 12)]).toEqual(['RIFF', 'WAVE']);
    expect(sound.subarray(wavHeaderBytes).some((byte) => byte !== 0)).toBe(true);
  });

  it('leaves the header out for pcm, and speaks faster where it is asked to', async () => {
    const { url } = await started('espeak-server.mjs');
    const sound = await spoken(url, { input: 'hello world' });
    expect(await spoken(url, { input: 'hello world', response_format: 'pcm' })).toEqual(sound.subarray(wavHeaderBytes));
    expect((await spoken(url, { input: 'hello world', speed: 2 })).length).toBeLessThan(sound.length);
  });

  it.each([
    ['nothing to say', {}, '"input" must be a text to speak'],
    ['a text that is too long', { input: 'x'.repeat(4097) }, '"input" is longer than 4096 characters'],
    ['a voice of others', { input: 'x', voice: 'alloy' }, 'there is no voice "alloy": see GET /v1/audio/voices'],
    ['a speed out of range', { input: 'x', speed: 9 }, '"speed" goes from 0.5 to 4, not 9'],
    ['mp3', { input: 'x', response_format: 'mp3' }, '"response_format" is wav or pcm, not "mp3"'],
  ])('refuses %s', async (_, body, sentence) => {
    const answer = await speech((await started('espeak-server.mjs')).url, body);
    expect([answer.status, await sentenceIn(answer)]).toEqual([400, sentence]);
  });

  it('ends espeak-ng when the client goes away', async ({ skip }) => {
    skip(process.platform !== 'linux', 'child processes are listed by Linux only');
    const { url, pid } = await started('espeak-server.mjs');
    const client = await halfHeard(url);
    expect(childrenOf(pid)).toHaveLength(1);
    client.destroy();
    await until(() => childrenOf(pid).length === 0, 'espeak-ng to end');
  });

  it('ends on SIGTERM in the middle of an answer, and espeak-ng with it', async ({ skip }) => {
    skip(process.platform !== 'linux', 'child processes are listed by Linux only');
    const { url, pid, child } = await started('espeak-server.mjs');
    await halfHeard(url);
    const [engine = 0] = childrenOf(pid);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    await until(() => !isAlive(engine), 'espeak-ng to end');
  });
});

describe('pocketsphinx-server.mjs', () => {
  beforeEach(({ skip }) => {
    skip(!isInstalled('pocketsphinx') && !isInstalled('pocketsphinx_continuous'), 'PocketSphinx is not installed');
    skip(!isInstalled('sox'), 'sox is not installed');
  });

  it('writes down what espeak-ng says', async ({ skip }) => {
    skip(!isInstalled('espeak-ng'), 'espeak-ng is not installed');
    const sound = await spoken((await started('espeak-server.mjs')).url, { input: 'one two three four five' });
    const answer = await transcription((await started('pocketsphinx-server.mjs')).url, sound);
    expect(spokenText.parse(await answer.json()).text).toMatch(/^[a-z']+( [a-z']+)*$/);
  });

  it('hears nothing in silence', async () => {
    const answer = await transcription((await started('pocketsphinx-server.mjs')).url, silence);
    expect([answer.status, await answer.json()]).toEqual([200, { text: '' }]);
  });

  it.each([
    [{ response_format: 'srt' }, '"response_format" is json or text, not "srt"'],
    [{ language: 'de' }, '"language" is en, the only one here, not "de"'],
  ])('refuses %j', async (fields, sentence) => {
    const answer = await transcription((await started('pocketsphinx-server.mjs')).url, silence, fields);
    expect([answer.status, await sentenceIn(answer)]).toEqual([400, sentence]);
  });

  it('refuses what is not a WAV file', async () => {
    const answer = await transcription((await started('pocketsphinx-server.mjs')).url, Buffer.from('not a sound'));
    expect([answer.status, await sentenceIn(answer)]).toEqual([
      400,
      expect.stringMatching(
        /^"file" is no WAV file that sox can read: sox ended with code 2: .*RIFF header not found/s,
      ),
    ]);
  });
});

interface StartedServer {
  readonly url: string;
  readonly pid: number;
  readonly child: ChildProcess;
}

/** It listens when this resolves, and is ended with the test. */
async function started(file: string): Promise<StartedServer> {
  const child = spawn(process.execPath, [`${folder}${file}`, '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const [line] = await once(createInterface(child.stderr), 'line');
  const [url] = /http:\S+/.exec(String(line)) ?? [];
  if (url === undefined || child.pid === undefined) throw new Error(`${file} said: ${line}`);
  return { url, pid: child.pid, child };
}

function speech(url: string, body: object): Promise<Response> {
  return fetch(`${url}/v1/audio/speech`, { method: 'POST', body: JSON.stringify(body) });
}

async function spoken(url: string, body: object): Promise<Buffer> {
  const answer = await speech(url, body);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

/** A client that has the beginning of a long answer and reads no further, so that the engine has to wait. */
async function halfHeard(url: string): Promise<ClientRequest> {
  const client = request(`${url}/v1/audio/speech`, { method: 'POST' });
  client.on('error', () => {});
  client.end(JSON.stringify({ input: 'hello world. '.repeat(300) }));
  await once(client, 'response');
  return client;
}

function transcription(url: string, sound: Buffer, fields: Readonly<Record<string, string>> = {}): Promise<Response> {
  const form = new FormData();
  form.set('file', new File([new Uint8Array(sound)], 'sound.wav'));
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return fetch(`${url}/v1/audio/transcriptions`, { method: 'POST', body: form });
}

async function sentenceIn(answer: Response): Promise<string> {
  return sentenceOf.parse(await answer.json()).error.message;
}

function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** As Linux lists them. */
function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}
