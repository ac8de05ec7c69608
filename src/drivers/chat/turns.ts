// Asks the turns of a conversation one after the other. Nothing but requests happens here: checks and files come after the
// last timestamp.
import type { ChatScenario, ChatTurn } from '../../domain/plan.ts';
import type { DriverContext } from '../driver-context.ts';
import type { TrialFailure } from '../measured.ts';
import type { ServiceTarget } from '../protocol.ts';
import { Answer } from './answer.ts';
import { askModel, type Question } from './ask-model.ts';
import type { ChatApi, ChatMessage } from './chat-api.ts';
import { altered, readImages } from './images.ts';

/** A turn that was asked. */
export interface AskedTurn {
  readonly turn: ChatTurn;
  readonly answer: Answer;
  readonly durationMs: number;
  /** Null where the answer came whole. */
  readonly failure: TrialFailure | null;
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
  const images = await readImages(scenario.turns.map((turn) => turn.images));
  const asked: AskedTurn[] = [];
  for (const [index, turn] of scenario.turns.entries()) {
    messages.push({ role: 'user', content: turn.user, images: images[index] ?? [] });
    const answer = new Answer();
    const { durationMs, failure } = await askModel(questionOf(conversation, messages, null), answer, context);
    asked.push({ turn, answer, durationMs, failure });
    if (failure !== null) break;
    messages.push({ role: 'assistant', content: answer.text });
  }
  return asked;
}

/** The first turn that shows an image, or else the first, in the form in which it is measured later; few tokens answer it. */
export async function askForWarmUp(conversation: Conversation, context: DriverContext): Promise<TrialFailure | null> {
  const { system, turns, maxTokens } = conversation.scenario;
  const turn = turns.find(({ images }) => images.length > 0) ?? turns[0];
  const [images = []] = await readImages([turn?.images ?? []]);
  const messages: ChatMessage[] = system === null ? [] : [{ role: 'system', content: system }];
  messages.push({ role: 'user', content: turn?.user ?? '', images: await Promise.all(images.map(altered)) });
  const question = questionOf(conversation, messages, Math.min(warmUpTokens, maxTokens));
  const { failure } = await askModel(question, new Answer(), context);
  return failure;
}

function questionOf(
  { scenario, target, api }: Conversation,
  messages: readonly ChatMessage[],
  cap: number | null,
): Question {
  const { maxTokens, responseSchema } = scenario;
  const options = { ...target.options, ...scenario.options };
  return { target, api, messages, maxTokens: cap ?? maxTokens, capped: cap !== null, options, responseSchema };
}
