// A transcript as a result shows it; a long one is written whole beside it.
import { cut } from '../../domain/text.ts';
import { type Artifacts, shownCharacters } from '../artifacts.ts';

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

export function transcriptOutput(text: string, { artifacts, name, redact }: OutputPlace): ShownText {
  const whole = redact(text);
  const long = whole.length > shownCharacters;
  const path = long ? artifacts.write(`${name}.txt`, whole) : null;
  return { content: cut(whole, shownCharacters), path };
}
