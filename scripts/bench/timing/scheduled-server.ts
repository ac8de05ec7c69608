// A server with a known schedule, for chat and for speech, that writes down when it read each request and when it wrote each
// piece: clients are compared with what it did, so that a late timer of its own is nobody's error. Its arguments: how many
// requests each client sends, then the clients, which say in `model` who they are.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod';
import { beginSse, delta, sse, sseEnd, usage } from '../../../tests/fixtures/services/shared/serve.ts';
import { bytesPerSecond, header, tone } from '../../../tests/fixtures/services/shared/sound.ts';
import { monotonicMs } from './clock.ts';
import { type Kind, type Served, schedules } from './records.ts';
import { Rota } from './rota.ts';

interface Script {
  readonly begin: (response: ServerResponse) => void;
  readonly piece: (index: number) => string | Buffer;
  readonly end: string;
}

const pieceOfSound = tone(schedules.speech.gapMs / 1000);

const scripts: Readonly<Record<Kind, Script>> = {
  chat: {
    begin: (response) => {
      beginSse(response);
      response.flushHeaders();
    },
    piece: (index) => sse(delta({ content: `t${index} ` })),
    end: sse(delta({}, 'length')) + sse(usage(7, schedules.chat.pieces)) + sseEnd,
  },
  speech: {
    begin: (response) => {
      response.writeHead(200, { 'content-type': 'audio/wav' });
      response.write(header((schedules.speech.pieces * schedules.speech.gapMs * bytesPerSecond) / 1000));
    },
    piece: () => pieceOfSound,
    end: '',
  },
};

const [requests, ...clients] = process.argv.slice(2);
const rota = new Rota(clients, Number(requests));
const servedSoFar: Served[] = [];

function serve(kind: Kind, client: string, readAt: number, response: ServerResponse): void {
  const { firstMs, gapMs, pieces } = schedules[kind];
  const { begin, piece, end } = scripts[kind];
  const writtenAt: number[] = [];
  begin(response);
  const firstDue = monotonicMs() + firstMs;
  const send = (): void => {
    const bytes = piece(writtenAt.length);
    writtenAt.push(monotonicMs());
    response.write(bytes);
    if (writtenAt.length < pieces) {
      setTimeout(send, Math.max(0, firstDue + writtenAt.length * gapMs - monotonicMs()));
      return;
    }
    servedSoFar.push({ client, readAt, writtenAt });
    rota.served(client, () => response.end(end));
  };
  setTimeout(send, firstMs);
}

function answer(request: IncomingMessage, body: string, readAt: number, response: ServerResponse): void {
  const kind = request.url === schedules.chat.path ? 'chat' : 'speech';
  const { model } = z.object({ model: z.string() }).parse(JSON.parse(body));
  rota.asked(model, () => serve(kind, model, readAt, response));
}

function show(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

const server = createServer((request, response) => {
  if (request.url === '/served') show(response, servedSoFar);
  else if (request.url === '/v1/models') show(response, { data: clients.map((id) => ({ id })) });
  else if (request.method !== 'POST') response.writeHead(404).end();
  else {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => answer(request, body, monotonicMs(), response));
  }
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(JSON.stringify({ port: typeof address === 'object' ? address?.port : null }));
});
