// modem-stt: a speech recogniser that ships with Flightdeck. A program of its own behind real HTTP, with OpenAI's
// transcription route. It hears the tones of modem-tts by signal processing; no transcript is written down anywhere.
import { commonRoutes, openaiError } from '../http/openai-form.ts';
import { log, runProgram, serve } from '../http/service.ts';
import { listenerOptions, usage } from './options.ts';
import { transcribe } from './transcription-api.ts';

function start(args: readonly string[]): void {
  const options = listenerOptions(args);
  log(`${options.model}, a built-in recogniser: hears what modem-tts speaks, in WAV files`);
  serve({
    host: options.host,
    port: options.port,
    routes: {
      ...commonRoutes(options.model),
      'POST /v1/audio/transcriptions': (exchange) => transcribe(exchange, options),
    },
    sendError: (exchange, _path, error) => openaiError(exchange, error),
  });
}

runProgram(usage, start);
