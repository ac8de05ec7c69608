// What checks see of an answer, and what a result shows of it.
import type { Evidence } from '../../checks/evidence.ts';
import type { ActualOutput, Metrics } from '../../domain/results.ts';
import { cut } from '../../domain/text.ts';
import { type Artifacts, shownCharacters } from '../artifacts.ts';
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
  readonly artifacts: Artifacts;
  /** File name without its end. */
  readonly name: string;
  readonly redact: (text: string) => string;
}

/** Long texts are written whole. Null where nothing was said at all. */
export function outputOf(answer: Answer, { artifacts, name, redact }: OutputPlace): ActualOutput | null {
  if (answer.characters === 0) return null;
  const content = redact(answer.text);
  const reasoning = redact(answer.reasoningText);
  const long = content.length > shownCharacters;
  const path = long ? artifacts.write(`${name}.txt`, content + omittedNote(answer)) : null;
  if (reasoning.length > shownCharacters) artifacts.write(`${name}.reasoning.txt`, reasoning);
  return {
    content: cut(content, shownCharacters),
    path,
    ...(reasoning !== '' && { reasoning: cut(reasoning, shownCharacters) }),
  };
}

function omittedNote({ omitted }: Answer): string {
  return omitted === 0 ? '' : `\n[${omitted} more characters came and were not kept]\n`;
}
