// How a chat service is asked and how its bytes become an answer; one implementation per API.
import type { JsonObject } from '../../domain/plan.ts';

export interface ChatApi {
  readonly path: string;
  readonly accept: string;
  /** What ends a complete stream, for the sentence that says it was missing. */
  readonly endMark: string;
  /** Whether an answer of this content type is the stream that was asked for. */
  streams(contentType: string): boolean;
  body(request: ChatRequest): JsonObject;
  decoder(sink: ChatSink): ChatDecoder;
}

export interface ChatRequest {
  readonly model: string | null;
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  /** For a warm-up: no more than `maxTokens`, whatever the options say. */
  readonly capped: boolean;
  readonly options: JsonObject;
  /** The answer is to be JSON that keeps it; null = free text. */
  readonly responseSchema: JsonObject | null;
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
  readonly images?: readonly ChatImage[];
}

export interface ChatImage {
  readonly mediaType: 'image/png' | 'image/jpeg';
  readonly base64: string;
}

export interface ChatDecoder {
  push(bytes: Uint8Array): void;
  /** No more bytes will come: what was held back is decoded. */
  end(): void;
}

/** What a stream says, in the order in which it says it. Calls instead of objects: nothing to allocate per piece. */
export interface ChatSink {
  content(text: string): void;
  reasoning(text: string): void;
  finish(reason: string): void;
  figures(figures: ServerFigures): void;
  /** In the words of the server. */
  serverError(message: string): void;
  /** It broke the protocol: `what` completes "service …", `quoted` is what it sent, as it came. */
  broken(what: string, quoted?: string): void;
  end(): void;
}

/** In the server's own words and for one answer; what it does not say is absent. */
export interface ServerFigures {
  readonly outputTokens?: number;
  readonly inputTokens?: number;
  readonly cachedTokens?: number;
  readonly decodeTokensPerSecond?: number;
  readonly prefillTokensPerSecond?: number;
  readonly loadMs?: number;
}

/** A longer line or event is taken for garbage. */
export const longestEvent = 16 * 1024 * 1024;
