// PocketSphinx behind OpenAI's transcription route: an English recogniser that is a Debian package, model included.
// Debian: apt-get install pocketsphinx pocketsphinx-en-us sox
// Each request runs it anew, so that the time for loading the model (about 0.4 s) is part of every answer.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, HttpError, readBody, serve, succeeded } from './serve.mjs';

const LARGEST_UPLOAD = 25_000_000; // bytes, as OpenAI has it

/** How its two generations are called, and what they print: JSON with the text in `t`, or the text alone. */
const generations = [
  {
    command: 'pocketsphinx',
    args: (file) => ['-loglevel', 'ERROR', 'single', file],
    textOf: (line) => JSON.parse(line).t,
  },
  {
    command: 'pocketsphinx_continuous',
    args: (file) => ['-logfn', '/dev/null', '-infile', file],
    textOf: (line) => line,
  },
];

const recogniser = generations.find(({ command }) => isInstalled(command));
if (recogniser === undefined || !isInstalled('sox')) {
  fail(
    'PocketSphinx or sox is not installed. On Debian and Ubuntu: apt-get install pocketsphinx pocketsphinx-en-us sox',
  );
}

serve(
  {
    'GET /health': () => ({ status: 'ok' }),
    'GET /v1/models': () => ({ object: 'list', data: [{ id: 'en-us', object: 'model', owned_by: 'pocketsphinx' }] }),
    'POST /v1/audio/transcriptions': transcribe,
  },
  8000,
);

function isInstalled(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
}

async function transcribe({ request, response, signal }) {
  const { file, format } = await understand(request);
  const folder = await mkdtemp(join(tmpdir(), 'pocketsphinx-'));
  try {
    await writeFile(join(folder, 'given.wav'), file);
    await toSixteenKilohertz({ cwd: folder, signal });
    const text = await recognise({ cwd: folder, signal });
    if (format === 'json') return { text };
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function understand(request) {
  const body = await readBody(request, LARGEST_UPLOAD);
  const form = await formOf(body, request.headers['content-type'] ?? '');
  const file = form.get('file');
  const format = form.get('response_format') ?? 'json';
  const language = form.get('language') ?? 'en';
  if (!(file instanceof File)) throw new HttpError(400, 'the form has no field "file" with a file in it');
  if (!['json', 'text'].includes(format)) {
    throw new HttpError(400, `"response_format" is json or text, not "${format}"`);
  }
  if (!/^en\b/i.test(language)) throw new HttpError(400, `"language" is en, the only one here, not "${language}"`);
  return { file: Buffer.from(await file.arrayBuffer()), format };
}

async function formOf(body, contentType) {
  try {
    return await new Response(body, { headers: { 'Content-Type': contentType } }).formData();
  } catch {
    throw new HttpError(400, 'the body is not a multipart form');
  }
}

/** The form that the model was trained on: 16 kHz, one channel, 16 bits. */
async function toSixteenKilohertz(options) {
  try {
    await succeeded(spawn('sox', ['-V1', 'given.wav', '-r', '16000', '-c', '1', '-b', '16', 'clean.wav'], options));
  } catch (error) {
    throw new HttpError(400, `"file" is no WAV file that sox can read: ${error.message}`);
  }
}

async function recognise(options) {
  const child = spawn(recogniser.command, recogniser.args('clean.wav'), options);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text;
  });
  await succeeded(child);
  const lines = printed.split('\n').filter((line) => line.trim() !== '');
  return lines
    .map((line) => recogniser.textOf(line).trim())
    .join(' ')
    .trim();
}
