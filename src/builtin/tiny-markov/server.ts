// tiny-markov: a model service that ships with Flightdeck. A program of its own behind real HTTP, with OpenAI's and
// Ollama's chat routes. It generates from a small model that it trains when it starts; no answer is written down anywhere.
import { commonRoutes, openaiError } from '../http/openai-form.ts';
import { log, runProgram, serve } from '../http/service.ts';
import { ollamaChat, ollamaError, ollamaPs, ollamaTags } from './ollama-api.ts';
import { openaiChat } from './openai-api.ts';
import { serverOptions, usage } from './options.ts';
import { train } from './served.ts';

function start(args: readonly string[]): void {
  const options = serverOptions(args);
  const served = train(options);
  const { tokens, contexts } = served.size;
  log(`tiny-markov, a built-in model: trained on ${tokens} tokens, ${contexts} contexts, seed ${options.seed}`);
  serve({
    host: options.host,
    port: options.port,
    routes: {
      ...commonRoutes(served.name),
      'POST /v1/chat/completions': (exchange) => openaiChat(exchange, served),
      'GET /api/tags': (exchange) => ollamaTags(exchange, served),
      'GET /api/ps': (exchange) => ollamaPs(exchange, served),
      'POST /api/chat': (exchange) => ollamaChat(exchange, served),
    },
    sendError: (exchange, path, error) => (path.startsWith('/v1/') ? openaiError : ollamaError)(exchange, error),
  });
}

runProgram(usage, start);
