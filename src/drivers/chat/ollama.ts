// Ollama's own chat API: one JSON object a line, durations in the last one. A duration of zero is left out by the server.
import type { JsonObject } from '../../domain/plan.ts';
import { present } from '../../domain/present.ts';
import { count, errorMessage, fieldsOf, type JsonFields, parseFields } from '../http/json-fields.ts';
import {
  type ChatApi,
  type ChatDecoder,
  type ChatMessage,
  type ChatRequest,
  type ChatSink,
  longestEvent,
  type ServerFigures,
} from './chat-api.ts';

export const ollamaApi: ChatApi = {
  path: '/api/chat',
  accept: 'application/x-ndjson',
  endMark: '"done": true',
  streams: (contentType) => !/html/i.test(contentType),
  body,
  decoder,
};

/** What Ollama takes beside `options`; anything else is an option of the model. */
const requestKeys: ReadonlySet<string> = new Set([
  'think',
  'format',
  'tools',
  'keep_alive',
  'truncate',
  'shift',
  'logprobs',
  'top_logprobs',
]);

function body({ model, messages, maxTokens, capped, options, responseSchema }: ChatRequest): JsonObject {
  const entries = Object.entries(options);
  const modelOptions = Object.fromEntries(entries.filter(([key]) => !requestKeys.has(key)));
  return {
    ...(responseSchema !== null && { format: responseSchema }),
    ...Object.fromEntries(entries.filter(([key]) => requestKeys.has(key))),
    ...(model !== null && { model }),
    messages: messages.map(messageOf),
    stream: true,
    options: capped ? { ...modelOptions, num_predict: maxTokens } : { num_predict: maxTokens, ...modelOptions },
  };
}

/** Images stand beside the text, in bare base64: a `data:` prefix is refused. */
function messageOf({ role, content, images = [] }: ChatMessage): JsonObject {
  return images.length === 0 ? { role, content } : { role, content, images: images.map(({ base64 }) => base64) };
}

function decoder(sink: ChatSink): ChatDecoder {
  const utf8 = new TextDecoder();
  let held = '';
  const take = (text: string): void => {
    let from = 0;
    for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      readLine(held + text.slice(from, to), sink);
      held = '';
      from = to + 1;
    }
    held += from === 0 ? text : text.slice(from);
    if (held.length > longestEvent) sink.broken('sent a line of more than 16 MiB');
  };
  return {
    push: (bytes) => take(utf8.decode(bytes, { stream: true })),
    end: () => take(`${utf8.decode()}\n`),
  };
}

function readLine(text: string, sink: ChatSink): void {
  if (text.trim() === '') return;
  const line = parseFields(text);
  if (line === null) {
    sink.broken('sent a line that is not JSON', text);
    return;
  }
  if (line['error'] !== undefined && line['error'] !== null) {
    sink.serverError(errorMessage(line) ?? 'an error without a message');
    return;
  }
  const message = fieldsOf(line['message']);
  if (message !== null) {
    const { thinking, content } = message;
    if (typeof thinking === 'string' && thinking !== '') sink.reasoning(thinking);
    if (typeof content === 'string' && content !== '') sink.content(content);
  }
  if (line['done'] !== true) return;
  sink.figures(figuresOf(line));
  const reason = line['done_reason'];
  // Older versions do not say why they ended.
  sink.finish(typeof reason === 'string' && reason !== '' ? reason : 'stop');
  sink.end();
}

/**
 * Durations are nanoseconds. There is no prefill speed: `prompt_eval_count` includes tokens from the cache, while its
 * duration does not.
 */
function figuresOf(line: JsonFields): ServerFigures {
  const generated = count(line, 'eval_count');
  const evalNs = count(line, 'eval_duration');
  const loadNs = count(line, 'load_duration');
  const input = count(line, 'prompt_eval_count');
  const timed = generated !== undefined && evalNs !== undefined && evalNs > 0;
  return present({
    outputTokens: generated,
    inputTokens: input,
    decodeTokensPerSecond: timed ? (generated / evalNs) * 1e9 : undefined,
    loadMs: loadNs !== undefined && loadNs > 0 ? loadNs / 1e6 : undefined,
  });
}
