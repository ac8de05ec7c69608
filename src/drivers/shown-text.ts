// A text as a result shows it; a long one is written whole beside it.
import { cut } from '../domain/text.ts';
import { type Artifacts, shownCharacters } from './artifacts.ts';

export interface OutputPlace {
  readonly artifacts: Artifacts;
  /** File name without its end. */
  readonly name: string;
  readonly redact: (text: string) => string;
}

export interface ShownText {
  readonly content: string;
  /** Relative to the run folder; null where `content` is the whole. */
  readonly path: string | null;
}

export interface LongText {
  readonly text: string;
  /** Between the name and `.txt`, for a second text of the same output. */
  readonly part?: string;
  /** Characters that came after it and were not kept. */
  readonly omitted?: number;
}

export function shownText(
  { text, part = '', omitted = 0 }: LongText,
  { artifacts, name, redact }: OutputPlace,
): ShownText {
  const whole = redact(text);
  const long = whole.length > shownCharacters;
  const path = long ? artifacts.write(`${name}${part}.txt`, whole, omitted) : null;
  return { content: cut(whole, shownCharacters), path };
}
