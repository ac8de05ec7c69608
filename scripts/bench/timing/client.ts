// A client as a process of its own, since nothing else may share its event loop. Its arguments: which one, what it asks for,
// the server, how often. Prints what it measured, one JSON object a line, when it is through.
import OpenAI from 'openai';
import * as z from 'zod';
import { type BareAnswer, bareClient, chatBody } from '../bare-client.ts';
import { monotonicMs } from './clock.ts';
import { type Asked, type Kind, schedules } from './records.ts';

const wavHeaderBytes = 44;

const askers = {
  'bare-chat': (url: string) => {
    const client = bareClient(`${url}${schedules.chat.path}`, { model: 'bare', ...chatBody });
    return async () => timesOf(await client.ask(), 'chat');
  },
  'bare-speech': (url: string) => {
    const client = bareClient(`${url}${schedules.speech.path}`, { model: 'bare', input: 'Say something' });
    return async () => timesOf(await client.ask(), 'speech');
  },
  'openai-chat': (url: string) => {
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none', maxRetries: 0 });
    return () => askOpenai(client);
  },
} as const;

/** A chat has as many pieces in a packet as it has deltas with content; speech has one, behind its header. */
function timesOf({ sentAt, packets }: BareAnswer, kind: Kind): Asked {
  let size = 0;
  const arrivedAt = packets.flatMap(({ at, bytes }) => {
    size += bytes.length;
    const pieces = kind === 'chat' ? bytes.toString('latin1').split('"content":').length - 1 : 1;
    return kind === 'speech' && size <= wavHeaderBytes ? [] : Array.from({ length: pieces }, () => at);
  });
  return { sentAt, arrivedAt };
}

async function askOpenai(client: OpenAI): Promise<Asked> {
  const sentAt = monotonicMs();
  const stream = await client.chat.completions.create({
    model: 'openai',
    messages: [...chatBody.messages],
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: chatBody.max_tokens,
  });
  const arrivedAt: number[] = [];
  for await (const chunk of stream) {
    const at = monotonicMs();
    const content = chunk.choices[0]?.delta.content;
    if (typeof content === 'string' && content !== '') arrivedAt.push(at);
  }
  return { sentAt, arrivedAt };
}

const [which, url, requests] = z
  .tuple([z.enum(['bare-chat', 'bare-speech', 'openai-chat']), z.string(), z.coerce.number()])
  .parse(process.argv.slice(2));
const ask = askers[which](url);
const measured: Asked[] = [];
for (let index = 0; index < requests; index += 1) measured.push(await ask());
process.stdout.write(measured.map((each) => `${JSON.stringify(each)}\n`).join(''), () => process.exit());
