// POST /v1/audio/transcriptions, as OpenAI-compatible servers answer it.
import { beginStream, type Exchange, sendJson } from '../http/exchange.ts';
import type { Phrase } from '../modem/hear.ts';
import { textOf, verbose } from './answer-forms.ts';
import type { ListenerOptions } from './options.ts';
import { type TranscriptionRequest, transcriptionRequest } from './request.ts';
import { transcribed } from './transcribe.ts';
import { readUpload } from './upload.ts';

export async function transcribe(exchange: Exchange, options: ListenerOptions): Promise<void> {
  const asked = transcriptionRequest(await readUpload(exchange.request), options.model);
  const phrases = transcribed(asked, options, exchange.signal);
  await (asked.stream ? streamed : whole)(exchange, asked, phrases);
}

async function whole(exchange: Exchange, asked: TranscriptionRequest, heard: AsyncIterable<Phrase>): Promise<void> {
  const phrases: Phrase[] = [];
  for await (const phrase of heard) phrases.push(phrase);
  const outcome = inWords(phrases, asked);
  if (asked.format !== 'text') {
    const answer = asked.format === 'json' ? { text: textOf(phrases) } : verbose(phrases, asked);
    sendJson(exchange, 200, answer, outcome);
    return;
  }
  exchange.response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  exchange.log(outcome);
  exchange.response.end(`${textOf(phrases)}\n`);
}

/** What the pieces say together is the text at the end. */
async function streamed(exchange: Exchange, asked: TranscriptionRequest, heard: AsyncIterable<Phrase>): Promise<void> {
  const { response } = exchange;
  const send = (type: string, fields: object): void => {
    response.write(`data: ${JSON.stringify({ type, ...fields })}\n\n`);
  };
  beginStream(response, 'text/event-stream');
  const phrases: Phrase[] = [];
  for await (const phrase of heard) {
    const before = textOf(phrases);
    phrases.push(phrase);
    send('transcript.text.delta', { delta: textOf(phrases).slice(before.length) });
  }
  send('transcript.text.done', { text: textOf(phrases) });
  exchange.log(inWords(phrases, asked));
  response.end();
}

function inWords(phrases: readonly Phrase[], { seconds }: TranscriptionRequest): string {
  return `${seconds.toFixed(2)} s of sound, ${phrases.length} phrases, ${textOf(phrases).length} characters`;
}
