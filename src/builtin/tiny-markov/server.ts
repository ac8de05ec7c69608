// tiny-markov: a model service that ships with Flightdeck. A program of its own behind real HTTP, with OpenAI's and
// Ollama's chat routes. It generates from a small model that it trains when it starts; no answer is written down anywhere.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Exchange, RequestError, sendJson } from './exchange.ts';
import { ollamaChat, ollamaError, ollamaPs, ollamaTags } from './ollama-api.ts';
import { openaiChat, openaiError, openaiModels } from './openai-api.ts';
import { type ServerOptions, serverOptions, usage } from './options.ts';
import { type Served, train } from './served.ts';

type Route = (exchange: Exchange, served: Served) => Promise<void> | void;

const routes: Readonly<Record<string, Route>> = {
  'GET /health': (exchange) => sendJson(exchange, 200, { status: 'ok' }),
  'GET /v1/models': openaiModels,
  'POST /v1/chat/completions': openaiChat,
  'GET /api/version': (exchange) =>
    sendJson(exchange, 200, { version: `${globalThis.FLIGHTDECK_VERSION ?? '0.0.0-source'}-builtin` }),
  'GET /api/tags': ollamaTags,
  'GET /api/ps': ollamaPs,
  'POST /api/chat': ollamaChat,
};

function log(message: string): void {
  process.stderr.write(`${new Date().toISOString()} ${message}\n`);
}

async function answer(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
  const startedMs = performance.now();
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const name = `${request.method} ${path}`;
  const exchange: Exchange = {
    request,
    response,
    signal: gone.signal,
    log: (outcome) => {
      const tookMs = performance.now() - startedMs;
      log(`${name} ${response.statusCode} ${outcome.replaceAll('\n', ' ')} in ${tookMs.toFixed(1)} ms`);
    },
  };
  try {
    const route = routes[name];
    if (route === undefined) throw new RequestError(404, `there is no ${name} here`);
    await route(exchange, served);
  } catch (error) {
    if (gone.signal.aborted && !response.writableFinished) return log(`${name}: the client went away`);
    if (!(error instanceof RequestError)) throw error;
    (path.startsWith('/v1/') ? openaiError : ollamaError)(exchange, error);
  }
}

function start(options: ServerOptions): void {
  const served = train(options);
  const { tokens, contexts } = served.size;
  log(`tiny-markov, a built-in model: trained on ${tokens} tokens, ${contexts} contexts, seed ${options.seed}`);
  const server = createServer((request, response) => {
    answer(request, response, served).catch((error: unknown) => {
      log(`failed: ${error instanceof Error ? error.stack : String(error)}`);
      response.destroy();
    });
  });
  server.on('error', (error) => {
    log(`cannot listen on ${options.host}:${options.port}: ${error.message}`);
    process.exit(1);
  });
  server.listen(options.port, options.host, () => {
    const address = server.address();
    log(`listening on http://${options.host}:${typeof address === 'object' ? address?.port : options.port}`);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log(`${signal}: stopping`);
      process.exit(0);
    });
  }
}

try {
  start(serverOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
  process.exit(2);
}
