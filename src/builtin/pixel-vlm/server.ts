// pixel-vlm: a vision model service that ships with Flightdeck. A program of its own behind real HTTP, with OpenAI's chat
// route. It says what it measures in the pixels of the pictures; no answer is written down anywhere.
import { commonRoutes, openaiError } from '../http/openai-form.ts';
import { log, runProgram, serve } from '../http/service.ts';
import { chat } from './chat-api.ts';
import { usage, viewerOptions } from './options.ts';

function start(args: readonly string[]): void {
  const options = viewerOptions(args);
  log(`${options.model}, a built-in vision model: sizes, colours and shapes in PNG, JPEG and WebP`);
  serve({
    host: options.host,
    port: options.port,
    routes: { ...commonRoutes(options.model), 'POST /v1/chat/completions': (exchange) => chat(exchange, options) },
    sendError: (exchange, _path, error) => openaiError(exchange, error),
  });
}

runProgram(usage, start);
