// espeak-ng behind OpenAI's speech route: a whole text-to-speech service in one small program, without a model to download.
// Debian: apt-get install espeak-ng
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { fail, HttpError, readBody, serve, succeeded } from './serve.mjs';

const WORDS_PER_MINUTE = 175; // espeak-ng's own pace, which is speed 1
const WAV_HEADER_BYTES = 44;
const LARGEST_INPUT = 4096; // characters, as OpenAI has it
const formats = { wav: 'audio/wav', pcm: 'audio/pcm;rate=22050' };

const voices = installedVoices();

serve(
  {
    'GET /health': () => ({ status: 'ok' }),
    'GET /v1/models': () => ({ object: 'list', data: [{ id: 'espeak-ng', object: 'model', owned_by: 'espeak-ng' }] }),
    'GET /v1/audio/voices': () => ({ voices }),
    'POST /v1/audio/speech': speak,
  },
  8880,
);

/** The language codes that it speaks; those of MBROLA need voices that are installed apart. */
function installedVoices() {
  try {
    const table = execFileSync('espeak-ng', ['--voices'], { encoding: 'utf8' });
    const rows = table
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/));
    return [...new Set(rows.filter((row) => row.length > 4 && !row[4].startsWith('mb/')).map((row) => row[1]))];
  } catch (error) {
    const reason = error.code === 'ENOENT' ? 'it is not installed' : error.message;
    return fail(`espeak-ng cannot be run: ${reason}. On Debian and Ubuntu: apt-get install espeak-ng`);
  }
}

async function speak({ request, response, signal }) {
  const { input, voice, speed, format } = understand(await readBody(request, 1_000_000));
  const pace = Math.round(WORDS_PER_MINUTE * speed);
  const child = spawn('espeak-ng', ['--stdin', '--stdout', '-b', '1', '-v', voice, '-s', String(pace)], { signal });
  const end = succeeded(child);
  child.stdin.on('error', () => {}); // it may end before it has read everything: `end` tells
  child.stdin.end(input);
  await Promise.race([once(child.stdout, 'readable'), end]);
  if (child.stdout.readableLength === 0) await end; // a failure before the first sound can still be said
  response.writeHead(200, { 'Content-Type': formats[format] });
  await Promise.all([pipeline(format === 'pcm' ? samplesOf(child.stdout) : child.stdout, response), end]);
}

function understand(body) {
  const { input, voice = 'en-us', speed = 1, response_format: format = 'wav' } = parseJson(body);
  if (typeof input !== 'string' || input.trim() === '') throw new HttpError(400, '"input" must be a text to speak');
  if (input.length > LARGEST_INPUT) throw new HttpError(400, `"input" is longer than ${LARGEST_INPUT} characters`);
  if (!voices.includes(voice)) throw new HttpError(400, `there is no voice "${voice}": see GET /v1/audio/voices`);
  if (!(speed >= 0.5 && speed <= 4)) throw new HttpError(400, `"speed" goes from 0.5 to 4, not ${speed}`);
  if (!Object.hasOwn(formats, format)) throw new HttpError(400, `"response_format" is wav or pcm, not "${format}"`);
  return { input, voice, speed, format };
}

function parseJson(body) {
  try {
    return Object(JSON.parse(body));
  } catch {
    throw new HttpError(400, 'the body is not valid JSON');
  }
}

/** The WAV without its header: 22,050 Hz, one channel, 16 bits. */
async function* samplesOf(wav) {
  let skip = WAV_HEADER_BYTES;
  for await (const chunk of wav) {
    yield chunk.subarray(Math.min(skip, chunk.length));
    skip = Math.max(0, skip - chunk.length);
  }
}
