// POST /v1/audio/speech and GET /v1/audio/voices, as OpenAI-compatible servers answer them.
import { once } from 'node:events';
import { setImmediate as breath } from 'node:timers/promises';
import { bytesPerSample, pcm16, unknownSize, wavHeader } from '../audio/write-wav.ts';
import { beginStream, type Exchange, readJson, sendJson } from '../http/exchange.ts';
import { paced } from '../http/pace.ts';
import { voiceNames } from '../modem/score.ts';
import type { SpeakerOptions } from './options.ts';
import { type SpeechRequest, speechRequest } from './request.ts';
import { synthesised } from './synthesise.ts';

export async function speak(exchange: Exchange, options: SpeakerOptions): Promise<void> {
  const asked = speechRequest(await readJson(exchange.request), options);
  await (asked.stream ? streamed : whole)(exchange, asked, sound(exchange, asked, options));
}

export function listVoices(exchange: Exchange): void {
  sendJson(exchange, 200, { voices: voiceNames });
}

async function streamed(exchange: Exchange, asked: SpeechRequest, chunks: AsyncIterable<Buffer>): Promise<void> {
  const { response, signal } = exchange;
  beginStream(response, contentType(asked));
  if (asked.format === 'wav') response.write(wavHeader(asked.sampleRate, unknownSize));
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (!response.write(chunk)) await once(response, 'drain', { signal });
  }
  exchange.log(inWords(bytes, asked));
  response.end();
}

async function whole(exchange: Exchange, asked: SpeechRequest, chunks: AsyncIterable<Buffer>): Promise<void> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const pcm = Buffer.concat(parts);
  const body = asked.format === 'wav' ? Buffer.concat([wavHeader(asked.sampleRate, pcm.length), pcm]) : pcm;
  exchange.response.writeHead(200, { 'content-type': contentType(asked), 'content-length': body.length });
  exchange.log(inWords(pcm.length, asked));
  exchange.response.end(body);
}

/** The sound piece by piece, each no sooner than the server's pace lets it be done. */
async function* sound({ signal }: Exchange, asked: SpeechRequest, options: SpeakerOptions): AsyncGenerator<Buffer> {
  let madeSeconds = 0;
  const dueMs = (_index: number, chunk: Float32Array): number => {
    madeSeconds += chunk.length / asked.sampleRate;
    return options.firstAudioMs + madeSeconds * options.realtimeFactor * 1000;
  };
  for await (const chunk of paced(synthesised(asked), dueMs, signal)) {
    yield pcm16(chunk);
    // Long texts must not keep other requests, or a signal, waiting.
    await breath();
    signal.throwIfAborted();
  }
}

/** Raw samples say nothing about themselves, so the type does. */
function contentType({ format, sampleRate }: SpeechRequest): string {
  return format === 'wav' ? 'audio/wav' : `audio/pcm;rate=${sampleRate};channels=1`;
}

function inWords(bytes: number, { text, sampleRate, voice }: SpeechRequest): string {
  return `${text.length} characters, ${(bytes / bytesPerSample / sampleRate).toFixed(2)} s of sound, voice ${voice}`;
}
