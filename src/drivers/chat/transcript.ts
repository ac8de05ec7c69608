// What was said in one answer: thoughts and the answer proper, also where a server leaves `<think>…</think>` at the start of
// the content, cut anywhere by the pieces of the stream. Some templates give the opening tag to the model as part of the
// prompt: then only the closing one comes, and what stood before it turns out to have been thoughts.

/** Characters of one text that are kept; the rest is only counted. */
const keptCharacters = 50 * 1024 * 1024;
/** White space before a tag; more of it is taken for an answer. */
const longestLead = 1000;

/** Characters that came and were not kept. */
export interface Omitted {
  readonly answer: number;
  readonly thoughts: number;
}

const opening = '<think>';
const closing = '</think>';

/**
 * `start`: nothing has come but white space and the beginnings of a tag. `untold`: an answer, unless a closing tag follows.
 * `thinking`: between the tags. `gap`: behind them, nothing but white space yet.
 */
type Phase = 'start' | 'untold' | 'thinking' | 'gap' | 'answering';

export class Transcript {
  thoughts = '';
  omitted: Omitted = { answer: 0, thoughts: 0 };
  /** Thoughts were closed that had not been opened. */
  unopened = false;
  /** How often what had come of the answer turned out not to belong to it. */
  retractions = 0;
  /** Arrival of the answer's first text. */
  answerAt: number | null = null;
  #answer = '';
  #phase: Phase = 'start';
  /** The last characters that came, which may be the beginning of a tag. */
  #tail = '';

  get answer(): string {
    return this.#answer;
  }

  reasoning(text: string): void {
    this.thoughts = this.#kept(this.thoughts, text, 'thoughts');
  }

  content(text: string, at: number): void {
    switch (this.#phase) {
      case 'start':
        this.#begin(text, at);
        break;
      case 'untold':
      case 'thinking':
        this.#scan(text, at);
        break;
      case 'gap':
        this.#afterThoughts(text, at);
        break;
      case 'answering':
        this.#answer = this.#kept(this.#answer, text, 'answer');
        break;
      default:
        this.#phase satisfies never;
    }
  }

  /** Until it is known to be thoughts, everything counts as the answer: it may be all that comes. */
  #begin(text: string, at: number): void {
    this.answerAt ??= at;
    const said = this.#answer + text;
    const lead = said.trimStart();
    if (opening.startsWith(lead) && said.length <= longestLead) {
      this.#answer = said;
      return;
    }
    this.#answer = '';
    if (!lead.startsWith(opening)) {
      this.#phase = 'untold';
      this.#scan(said, at);
      return;
    }
    this.#phase = 'thinking';
    this.answerAt = null;
    this.retractions += 1;
    const thought = lead.slice(opening.length);
    if (thought !== '') this.#scan(thought, at);
  }

  /** Looks for the end of thoughts, or for what shows that there are none. */
  #scan(text: string, at: number): void {
    const window = this.#tail + text;
    const end = window.indexOf(closing);
    const mention = this.#phase === 'untold' ? window.indexOf(opening) : -1;
    if (mention >= 0 && (end < 0 || mention < end)) {
      this.#phase = 'answering'; // the tags are what the answer is about
      this.#answer = this.#kept(this.#answer, text, 'answer');
    } else if (end >= 0) {
      this.#close(text.slice(0, Math.max(0, end - this.#tail.length)), Math.max(0, this.#tail.length - end));
      this.#afterThoughts(window.slice(end + closing.length), at);
    } else {
      if (this.#phase === 'untold') this.#answer = this.#kept(this.#answer, text, 'answer');
      else this.reasoning(text);
      this.#tail = window.slice(-(closing.length - 1));
    }
  }

  /** `last` belongs to the thoughts still; `tagged` characters of the tag were taken for text before it was whole. */
  #close(last: string, tagged: number): void {
    this.unopened = this.#phase === 'untold';
    this.reasoning(this.unopened ? this.#answer + last : last);
    if (this.unopened) this.omitted = { answer: 0, thoughts: this.omitted.thoughts + this.omitted.answer };
    this.thoughts = this.thoughts.slice(0, this.thoughts.length - tagged).trim();
    this.#answer = '';
    this.answerAt = null;
    this.retractions += 1;
    this.#phase = 'gap';
  }

  #afterThoughts(text: string, at: number): void {
    const answer = text.trimStart();
    if (answer === '') return;
    this.#phase = 'answering';
    this.answerAt = at;
    this.#answer = answer;
  }

  #kept(said: string, text: string, kind: keyof Omitted): string {
    if (said.length < keptCharacters) return said + text;
    this.omitted = { ...this.omitted, [kind]: this.omitted[kind] + text.length };
    return said;
  }
}
