// modem-tts: a speech service that ships with Flightdeck. A program of its own behind real HTTP, with OpenAI's speech
// route. Its speech is that of a modem: every text becomes tones, and modem-stt hears the text in them again.
import { commonRoutes, openaiError } from '../http/openai-form.ts';
import { log, runProgram, serve } from '../http/service.ts';
import { voiceNames } from '../modem/score.ts';
import { speakerOptions, usage } from './options.ts';
import { listVoices, speak } from './speech-api.ts';

function start(args: readonly string[]): void {
  const options = speakerOptions(args);
  log(`${options.model}, a built-in synthesiser: voices ${voiceNames.join(', ')}, seed ${options.seed}`);
  serve({
    host: options.host,
    port: options.port,
    routes: {
      ...commonRoutes(options.model),
      'POST /v1/audio/speech': (exchange) => speak(exchange, options),
      'GET /v1/audio/voices': listVoices,
    },
    sendError: (exchange, _path, error) => openaiError(exchange, error),
  });
}

runProgram(usage, start);
