// Speech in, speech out: the recording is written down, the text is answered, and each sentence of the answer is spoken as
// soon as it is whole, while the rest is still being written. Nothing but requests happens here.
import type { ConversationScenario } from '../../domain/plan.ts';
import { askModel } from '../chat/ask-model.ts';
import type { ChatApi } from '../chat/chat-api.ts';
import type { DriverContext } from '../driver-context.ts';
import type { TrialFailure } from '../measured.ts';
import type { ServiceTarget } from '../protocol.ts';
import type { Recording } from '../speech/recording.ts';
import { type Speech, speak } from '../speech/speak.ts';
import { type Transcription, transcribe } from '../speech/transcribe.ts';
import { SpokenAnswer } from './spoken-answer.ts';

/** The three services of a loadout, by what they do. */
export interface Links {
  readonly stt: ServiceTarget;
  readonly llm: ServiceTarget;
  readonly api: ChatApi;
  readonly tts: ServiceTarget;
}

export interface Chain {
  readonly heard: Transcription;
  /** Null where nothing was heard that could be answered. */
  readonly reply: Reply | null;
  /** In the order in which they were spoken; it ends with the first that failed. */
  readonly spoken: readonly SpokenSentence[];
}

export interface Reply {
  readonly answer: SpokenAnswer;
  /** Also where no end of the answer came. */
  readonly endAt: number;
  readonly failure: TrialFailure | null;
}

export interface SpokenSentence {
  readonly text: string;
  readonly speech: Speech;
}

export async function runChain(
  scenario: ConversationScenario,
  links: Links,
  recording: Recording,
  context: DriverContext,
): Promise<Chain> {
  const { language } = scenario;
  const heard = await transcribe({ target: links.stt, recording, language, options: links.stt.options }, context);
  if (heard.failure !== null || heard.text.trim() === '') return { heard, reply: null, spoken: [] };
  const speaker = new Speaker(scenario, links.tts, context);
  const answer = new SpokenAnswer((sentence) => speaker.say(sentence));
  answer.sentAt = performance.now(); // time can be up before the question is sent
  const question = {
    target: links.llm,
    api: links.api,
    messages: [
      ...(scenario.system === null ? [] : [{ role: 'system' as const, content: scenario.system }]),
      { role: 'user' as const, content: heard.text },
    ],
    maxTokens: scenario.maxTokens,
    capped: false,
    options: { ...links.llm.options, ...scenario.options },
    responseSchema: null,
  };
  const { failure } = await askModel(question, answer, context);
  const endAt = answer.endAt ?? performance.now();
  if (failure === null) answer.complete();
  else speaker.giveUp();
  return { heard, reply: { answer, endAt, failure }, spoken: await speaker.finished() };
}

/** Speaks one sentence after the other, in order. */
class Speaker {
  readonly #scenario: ConversationScenario;
  readonly #target: ServiceTarget;
  readonly #context: DriverContext;
  readonly #spoken: SpokenSentence[] = [];
  #line: Promise<void> = Promise.resolve();
  #over = false;

  constructor(scenario: ConversationScenario, target: ServiceTarget, context: DriverContext) {
    this.#scenario = scenario;
    this.#target = target;
    this.#context = context;
  }

  say(text: string): void {
    this.#line = this.#line.then(() => this.#speak(text));
  }

  /** What has not been begun is not spoken any more. */
  giveUp(): void {
    this.#over = true;
  }

  async finished(): Promise<readonly SpokenSentence[]> {
    await this.#line;
    return this.#spoken;
  }

  async #speak(text: string): Promise<void> {
    if (this.#over) return;
    const { voice, language } = this.#scenario;
    const request = { target: this.#target, text, voice, language, options: this.#target.options };
    const speech = await speak(request, this.#context);
    this.#spoken.push({ text, speech });
    if (speech.failure !== null) this.#over = true;
  }
}
