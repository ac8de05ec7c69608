// Asks the turns of a conversation one after the other. Nothing but requests happens here: checks and files come after the
// last timestamp.
import type { ChatScenario, ChatTurn } from '../../domain/plan.ts';
import type { DriverContext } from '../driver-context.ts';
import { statusOf } from '../measured.ts';
import type { ServiceTarget } from '../protocol.ts';
import { Answer } from './answer.ts';
import type { ChatApi, ChatMessage } from './chat-api.ts';
import { exchange } from './exchange.ts';
import { whyInterrupted, whyNoAnswer } from './sentences.ts';

/** A turn that was asked. */
export interface AskedTurn {
  readonly turn: ChatTurn;
  readonly answer: Answer;
  readonly durationMs: number;
  /** Null where the answer came whole. */
  readonly failure: TurnFailure | null;
}

export interface TurnFailure {
  readonly status: 'error' | 'timeout';
  readonly error: string;
}

export interface Conversation {
  readonly scenario: ChatScenario;
  readonly target: ServiceTarget;
  readonly api: ChatApi;
}

/** No token is worth waiting for in a warm-up. */
const warmUpTokens = 8;

/** Ends with the first turn that gave no answer. The history holds what was said, without the reasoning. */
export async function askTurns(conversation: Conversation, context: DriverContext): Promise<readonly AskedTurn[]> {
  const { scenario } = conversation;
  const messages: ChatMessage[] = scenario.system === null ? [] : [{ role: 'system', content: scenario.system }];
  const asked: AskedTurn[] = [];
  for (const turn of scenario.turns) {
    messages.push({ role: 'user', content: turn.user });
    const { answer, durationMs, failure } = await ask(conversation, context, messages, null);
    asked.push({ turn, answer, durationMs, failure });
    if (failure !== null) break;
    messages.push({ role: 'assistant', content: answer.text });
  }
  return asked;
}

/** The first turn in the form in which it is measured later, with an answer of a few tokens. */
export async function askForWarmUp(conversation: Conversation, context: DriverContext): Promise<TurnFailure | null> {
  const { system, turns, maxTokens } = conversation.scenario;
  const messages: ChatMessage[] = system === null ? [] : [{ role: 'system', content: system }];
  messages.push({ role: 'user', content: turns[0]?.user ?? '' });
  const { failure } = await ask(conversation, context, messages, Math.min(warmUpTokens, maxTokens));
  return failure;
}

async function ask(
  { scenario, target, api }: Conversation,
  { connections, limits, redact }: DriverContext,
  messages: readonly ChatMessage[],
  cap: number | null,
): Promise<Omit<AskedTurn, 'turn'>> {
  const body = api.body({
    model: target.model,
    messages,
    maxTokens: cap ?? scenario.maxTokens,
    capped: cap !== null,
    options: { ...target.options, ...scenario.options },
  });
  const answer = new Answer();
  const beganAt = performance.now();
  const call = { api, connection: connections.to(target.url), apiKey: target.apiKey, body: JSON.stringify(body) };
  const end = await exchange(call, answer, limits);
  const durationMs = performance.now() - beganAt;
  if (end.kind === 'answered') return { answer, durationMs, failure: null };
  const asked = { target, api, redact };
  if (end.kind !== 'interrupted') {
    return { answer, durationMs, failure: { status: 'error', error: whyNoAnswer(asked, end, answer) } };
  }
  const { interruption } = limits;
  if (interruption === null) throw new Error('a request was interrupted and nobody asked for it');
  const failure = { status: statusOf(interruption), error: whyInterrupted(asked, interruption, answer) };
  return { answer, durationMs, failure };
}
