// What checks see of an answer, and what a result shows of it.
import type { Evidence } from '../../checks/evidence.ts';
import type { ActualOutput, Metrics } from '../../domain/results.ts';
import { type OutputPlace, shownText } from '../shown-text.ts';
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

/** Long texts are written whole. Null where nothing was said at all. */
export function outputOf(answer: Answer, place: OutputPlace): ActualOutput | null {
  if (answer.characters === 0) return null;
  const said = shownText({ text: answer.text, omitted: answer.omitted.answer }, place);
  return { ...said, ...reasoningOutput(answer, place) };
}

export function reasoningOutput(
  { reasoningText: text, omitted }: Answer,
  place: OutputPlace,
): Pick<ActualOutput, 'reasoning' | 'reasoningPath'> {
  if (text === '') return {};
  const { content, path } = shownText({ text, part: '.reasoning', omitted: omitted.thoughts }, place);
  return { reasoning: content, ...(path !== null && { reasoningPath: path }) };
}
