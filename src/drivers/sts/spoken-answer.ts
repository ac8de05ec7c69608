// An answer that is spoken while it is still being written: what belongs to it is cut into sentences, thoughts are not.
import { Answer } from '../chat/answer.ts';
import { SentenceSplitter } from './sentence-splitter.ts';

export class SpokenAnswer extends Answer {
  readonly #onSentence: (sentence: string) => void;
  #splitter = new SentenceSplitter();
  #taken = 0;
  #retractions = 0;
  #spoken = 0;
  firstSentenceAt: number | null = null;
  /** Sentences that were spoken before they turned out to be thoughts. */
  spokenThoughts = 0;

  constructor(onSentence: (sentence: string) => void) {
    super();
    this.#onSentence = onSentence;
  }

  override content(text: string): void {
    super.content(text);
    this.#take();
  }

  /** No more text will come: what is left is spoken too. */
  complete(): void {
    this.#speak(this.#splitter.end());
  }

  #take(): void {
    const { text, retractions } = this;
    if (retractions > this.#retractions) {
      this.#retractions = retractions;
      this.#splitter = new SentenceSplitter();
      this.#taken = 0;
      this.spokenThoughts = this.#spoken;
    }
    const fresh = text.slice(this.#taken);
    this.#taken = text.length;
    this.#speak(this.#splitter.push(fresh));
  }

  #speak(sentences: readonly string[]): void {
    for (const sentence of sentences) {
      if (!/[\p{L}\p{N}]/u.test(sentence)) continue; // nothing in it can be spoken
      this.firstSentenceAt ??= this.at;
      this.#spoken += 1;
      this.#onSentence(sentence);
    }
  }
}
