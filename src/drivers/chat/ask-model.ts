// One question to a model: a request whose answer is followed as it arrives, and a sentence where none came whole.
import type { ServiceApi } from '../../domain/plan.ts';
import type { DriverContext } from '../driver-context.ts';
import { statusOf, type TrialFailure } from '../measured.ts';
import type { ServiceTarget } from '../protocol.ts';
import type { Answer } from './answer.ts';
import type { ChatApi, ChatRequest } from './chat-api.ts';
import { exchange } from './exchange.ts';
import { ollamaApi } from './ollama.ts';
import { openaiApi } from './openai.ts';
import { whyInterrupted, whyNoAnswer } from './sentences.ts';

export interface Question extends Omit<ChatRequest, 'model'> {
  readonly target: ServiceTarget;
  readonly api: ChatApi;
}

export interface Asked {
  readonly durationMs: number;
  /** Null where the answer came whole. */
  readonly failure: TrialFailure | null;
}

/** Null for a service that answers no questions. */
export function chatApiOf(name: ServiceApi): ChatApi | null {
  switch (name) {
    case 'openai':
      return openaiApi;
    case 'ollama':
      return ollamaApi;
    case 'whisper':
    case 'none':
      return null;
    default:
      return name satisfies never;
  }
}

export async function askModel(
  { target, api, ...request }: Question,
  answer: Answer,
  { connections, limits, redact }: DriverContext,
): Promise<Asked> {
  const body = JSON.stringify(api.body({ ...request, model: target.model }));
  const beganAt = performance.now();
  const end = await exchange(
    { api, connection: connections.to(target.url), apiKey: target.apiKey, body },
    answer,
    limits,
  );
  const durationMs = performance.now() - beganAt;
  if (end.kind === 'answered') return { durationMs, failure: null };
  const asked = { target, api, redact };
  if (end.kind !== 'interrupted') {
    return { durationMs, failure: { status: 'error', error: whyNoAnswer(asked, end, answer) } };
  }
  const { interruption } = limits;
  if (interruption === null) throw new Error('a request was interrupted and nobody asked for it');
  const failure = { status: statusOf(interruption), error: whyInterrupted(asked, interruption, answer) };
  return { durationMs, failure };
}
