// What POST /v1/chat/completions is asked for, checked: the last question and every picture of the conversation.
import * as z from 'zod';
import { RequestError } from '../http/exchange.ts';
import { noSuchModel } from '../http/sentences.ts';
import { tokensOf } from '../tokens.ts';
import { tooManyImages } from './sentences.ts';

const part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string() }) }),
]);

const responseFormat = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({ type: z.literal('json_schema'), json_schema: z.object({ schema: z.record(z.string(), z.unknown()) }) }),
]);

const body = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.union([z.string(), z.array(part)]) })).min(1),
  stream: z.boolean().default(false),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: z.int().positive().nullish(),
  max_completion_tokens: z.int().positive().nullish(),
  response_format: responseFormat.nullish(),
});

export interface ViewRequest {
  /** The text of the last message that a user wrote. */
  readonly question: string;
  readonly textTokens: number;
  /** As they were given, oldest first. */
  readonly imageUrls: readonly string[];
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly maxTokens: number;
  /** Null = an answer in words; an empty schema = any JSON object. */
  readonly schema: Readonly<Record<string, unknown>> | null;
}

const mostImages = 16;
const defaultMaxTokens = 512;

/** Throws `RequestError`. */
export function viewRequest(json: unknown, served: string): ViewRequest {
  const parsed = body.safeParse(json);
  if (!parsed.success) throw new RequestError(400, z.prettifyError(parsed.error));
  const asked = parsed.data;
  if (asked.model !== served) throw new RequestError(404, noSuchModel(asked.model));
  const parts = asked.messages.flatMap(({ content }) => partsOf(content));
  const imageUrls = parts.flatMap((one) => (one.type === 'image_url' ? [one.image_url.url] : []));
  if (imageUrls.length > mostImages) throw new RequestError(400, tooManyImages(imageUrls.length, mostImages));
  return {
    question: textIn(asked.messages.findLast(({ role }) => role === 'user')?.content ?? ''),
    textTokens: tokensOf(textIn(parts)).length,
    imageUrls,
    stream: asked.stream,
    includeUsage: asked.stream_options?.include_usage ?? false,
    maxTokens: asked.max_completion_tokens ?? asked.max_tokens ?? defaultMaxTokens,
    schema: schemaIn(asked.response_format),
  };
}

type Part = z.output<typeof part>;

function partsOf(content: string | readonly Part[]): readonly Part[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

function textIn(content: string | readonly Part[]): string {
  return partsOf(content)
    .map((one) => (one.type === 'text' ? one.text : ''))
    .join('\n')
    .trim();
}

function schemaIn(format: z.output<typeof responseFormat> | null | undefined): ViewRequest['schema'] {
  if (format?.type === 'json_schema') return format.json_schema.schema;
  return format?.type === 'json_object' ? {} : null;
}
