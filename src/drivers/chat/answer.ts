// One answer as it arrives: its text and the times of its pieces. `at` is set to the arrival of a packet before the packet
// is decoded, so that parsing never moves a timestamp.
import type { ChatSink, ServerFigures } from './chat-api.ts';
import { type Omitted, Transcript } from './transcript.ts';

/** All times are monotonic milliseconds of one clock. */
export interface AnswerTimings {
  readonly sentAt: number;
  readonly headersAt: number | null;
  readonly firstTextAt: number | null;
  readonly firstContentAt: number | null;
  readonly lastTextAt: number | null;
  readonly endAt: number | null;
  /** Between pieces of text; null where there were too many to keep. */
  readonly gaps: readonly number[] | null;
}

/** What went wrong in a stream, as the predicate of "service …". */
export type AnswerFault =
  | { readonly kind: 'server'; readonly message: string }
  | { readonly kind: 'protocol'; readonly what: string; readonly quoted: string | null };

const keptGaps = 1_000_000;

export class Answer implements ChatSink, AnswerTimings {
  /** Arrival of the packet that is being decoded. */
  at = 0;
  sentAt = 0;
  headersAt: number | null = null;
  firstTextAt: number | null = null;
  lastTextAt: number | null = null;
  endAt: number | null = null;
  finishReason: string | null = null;
  server: ServerFigures = {};
  fault: AnswerFault | null = null;
  readonly #transcript = new Transcript();
  #gaps: number[] | null = [];

  get firstContentAt(): number | null {
    return this.#transcript.answerAt;
  }

  get text(): string {
    return this.#transcript.answer;
  }

  get reasoningText(): string {
    return this.#transcript.thoughts;
  }

  /** Characters that came and were not kept. */
  get omitted(): Omitted {
    return this.#transcript.omitted;
  }

  /** The content closed thoughts that it had not opened. */
  get thoughtsUnopened(): boolean {
    return this.#transcript.unopened;
  }

  /** How often all text that had come turned out not to belong to the answer. */
  get retractions(): number {
    return this.#transcript.retractions;
  }

  get gaps(): readonly number[] | null {
    return this.#gaps;
  }

  get characters(): number {
    return this.text.length + this.reasoningText.length + this.omitted.answer + this.omitted.thoughts;
  }

  get over(): boolean {
    return this.endAt !== null || this.fault !== null;
  }

  content(text: string): void {
    if (this.over) return;
    this.#arrived();
    this.#transcript.content(text, this.at);
  }

  reasoning(text: string): void {
    if (this.over) return;
    this.#arrived();
    this.#transcript.reasoning(text);
  }

  finish(reason: string): void {
    if (!this.over) this.finishReason = reason;
  }

  figures(figures: ServerFigures): void {
    if (!this.over) this.server = { ...this.server, ...figures };
  }

  serverError(message: string): void {
    if (!this.over) this.fault = { kind: 'server', message };
  }

  broken(what: string, quoted: string | null = null): void {
    if (!this.over) this.fault = { kind: 'protocol', what, quoted };
  }

  end(): void {
    if (!this.over) this.endAt = this.at;
  }

  /** The stream was closed in good order: a finish reason is end enough. */
  closed(endMark: string): void {
    if (this.finishReason !== null) this.end();
    else this.broken(`ended its answer without ${endMark}, after ${this.characters} characters`);
  }

  #arrived(): void {
    if (this.lastTextAt === null) this.firstTextAt = this.at;
    else if (this.#gaps !== null) {
      this.#gaps.push(this.at - this.lastTextAt);
      if (this.#gaps.length > keptGaps) this.#gaps = null;
    }
    this.lastTextAt = this.at;
  }
}
