// A transcript as a result shows it; a long one is written whole beside it.
import { cut } from '../../domain/text.ts';
import { shownCharacters, writeArtifact } from '../artifacts.ts';

export interface OutputPlace {
  readonly runDirectory: string;
  /** File name without its end. */
  readonly name: string;
  readonly redact: (text: string) => string;
}

export interface ShownText {
  readonly content: string;
  /** Relative to the run folder; null where `content` is the whole. */
  readonly path: string | null;
}

export async function transcriptOutput(text: string, { runDirectory, name, redact }: OutputPlace): Promise<ShownText> {
  const whole = redact(text);
  const long = whole.length > shownCharacters;
  const path = long ? await writeArtifact(runDirectory, `${name}.txt`, whole) : null;
  return { content: cut(whole, shownCharacters), path };
}
