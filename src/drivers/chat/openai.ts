// The OpenAI chat API: server-sent events, as llama-server, vLLM, Ollama's /v1 and many others stream them.
import { createParser } from 'eventsource-parser';
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
} from './chat-api.ts';

export const openaiApi: ChatApi = {
  path: '/v1/chat/completions',
  accept: 'text/event-stream',
  endMark: '[DONE] or a finish_reason',
  // A server that does not stream answers with JSON, a proxy that does not know the way with a page.
  streams: (contentType) => !/json|html/i.test(contentType),
  body,
  decoder,
};

function body({ model, messages, maxTokens, capped, options, responseSchema }: ChatRequest): JsonObject {
  const { max_tokens, max_completion_tokens, ...others } = options;
  const limit = max_tokens ?? max_completion_tokens ?? maxTokens;
  const limitName = max_completion_tokens === undefined ? 'max_tokens' : 'max_completion_tokens';
  return {
    ...(responseSchema !== null && { response_format: formatOf(responseSchema) }),
    ...others,
    [limitName]: capped ? maxTokens : limit,
    ...(model !== null && { model }),
    messages: messages.map(messageOf),
    stream: true,
    stream_options: { include_usage: true },
  };
}

function formatOf(schema: JsonObject): JsonObject {
  return { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } };
}

function messageOf({ role, content, images = [] }: ChatMessage): JsonObject {
  if (images.length === 0) return { role, content };
  const shown = images.map(({ mediaType, base64 }) => ({
    type: 'image_url',
    image_url: { url: `data:${mediaType};base64,${base64}` },
  }));
  return { role, content: [{ type: 'text', text: content }, ...shown] };
}

function decoder(sink: ChatSink): ChatDecoder {
  const utf8 = new TextDecoder();
  const parser = createParser({
    maxBufferSize: longestEvent,
    onEvent: (event) => readEvent(event.data, sink),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') sink.broken('sent an event of more than 16 MiB');
    },
  });
  return {
    push: (bytes) => parser.feed(utf8.decode(bytes, { stream: true })),
    end: () => {
      // The last event may lack the blank line behind it.
      parser.feed(`${utf8.decode()}\n\n`);
    },
  };
}

function readEvent(data: string, sink: ChatSink): void {
  if (data === '[DONE]') {
    sink.end();
    return;
  }
  const event = parseFields(data);
  if (event === null) {
    sink.broken('sent an event that is not JSON', data);
    return;
  }
  if ((event['error'] !== undefined && event['error'] !== null) || event['object'] === 'error') {
    sink.serverError(errorMessage(event) ?? 'an error without a message');
    return;
  }
  const choices = event['choices'];
  if (Array.isArray(choices) && choices.length > 0) readChoice(fieldsOf(choices[0]), sink);
  readFigures(event, sink);
}

function readChoice(choice: JsonFields | null, sink: ChatSink): void {
  if (choice === null) return;
  const delta = fieldsOf(choice['delta']);
  if (delta !== null) {
    const reasoning = delta['reasoning'] ?? delta['reasoning_content'];
    if (typeof reasoning === 'string' && reasoning !== '') sink.reasoning(reasoning);
    const content = delta['content'];
    if (typeof content === 'string' && content !== '') sink.content(content);
  }
  const reason = choice['finish_reason'];
  if (typeof reason === 'string' && reason !== '') sink.finish(reason);
}

/** `usage` as OpenAI has it, `timings` as llama-server adds them. */
function readFigures(event: JsonFields, sink: ChatSink): void {
  const usage = fieldsOf(event['usage']);
  const timings = fieldsOf(event['timings']);
  if (usage === null && timings === null) return;
  sink.figures({ ...(timings !== null && fromTimings(timings)), ...(usage !== null && fromUsage(usage)) });
}

function fromUsage(usage: JsonFields) {
  const details = fieldsOf(usage['prompt_tokens_details']);
  return present({
    outputTokens: count(usage, 'completion_tokens'),
    inputTokens: count(usage, 'prompt_tokens'),
    cachedTokens: details === null ? undefined : count(details, 'cached_tokens'),
  });
}

/** Times in milliseconds; `prompt_n` leaves out what came from the cache, which is `cache_n`. */
function fromTimings(timings: JsonFields) {
  const processed = count(timings, 'prompt_n');
  const cached = count(timings, 'cache_n');
  const promptMs = count(timings, 'prompt_ms');
  const prefilled = processed !== undefined && processed > 0 && promptMs !== undefined && promptMs > 0;
  return present({
    outputTokens: count(timings, 'predicted_n'),
    inputTokens: processed === undefined ? undefined : processed + (cached ?? 0),
    cachedTokens: cached,
    decodeTokensPerSecond: count(timings, 'predicted_per_second'),
    prefillTokensPerSecond: prefilled ? (processed / promptMs) * 1000 : undefined,
  });
}
