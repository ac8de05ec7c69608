// What checks see of an answer, and what a result shows of it.
import type { Evidence } from '../../checks/evidence.ts';
import type { ActualOutput, Metrics } from '../../domain/results.ts';
import { cut } from '../../domain/text.ts';
import { shownCharacters, writeArtifact } from '../artifacts.ts';
import type { Answer } from './answer.ts';

export function evidenceOf(answer: Answer, metrics: Metrics, redact: (text: string) => string): Evidence {
  return {
    defaultTarget: 'answer',
    texts: { answer: answer.text, reasoning: answer.reasoningText },
    metrics,
    exit: null,
    reference: null,
    readFile: async () => ({ kind: 'missing' }), // the plan allows no files as targets here
    redact,
  };
}

export interface OutputPlace {
  readonly runDirectory: string;
  /** File name without its end. */
  readonly name: string;
  readonly redact: (text: string) => string;
}

/** Long texts are written whole before this resolves. Null where nothing was said at all. */
export async function outputOf(
  answer: Answer,
  { runDirectory, name, redact }: OutputPlace,
): Promise<ActualOutput | null> {
  if (answer.characters === 0) return null;
  const content = redact(answer.text);
  const reasoning = redact(answer.reasoningText);
  const long = content.length > shownCharacters;
  const path = long ? await writeArtifact(runDirectory, `${name}.txt`, content + omittedNote(answer)) : null;
  if (reasoning.length > shownCharacters) await writeArtifact(runDirectory, `${name}.reasoning.txt`, reasoning);
  return {
    content: cut(content, shownCharacters),
    path,
    ...(reasoning !== '' && { reasoning: cut(reasoning, shownCharacters) }),
  };
}

function omittedNote({ omitted }: Answer): string {
  return omitted === 0 ? '' : `\n[${omitted} more characters came and were not kept]\n`;
}
