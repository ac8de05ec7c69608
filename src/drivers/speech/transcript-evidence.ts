// What checks see of speech: the transcript, in which they look for the answer.
import type { Evidence, ReferenceText } from '../../checks/evidence.ts';
import type { Metrics } from '../../domain/results.ts';

export interface Heard {
  /** Null where nothing was written down. */
  readonly text: string | null;
  readonly metrics: Metrics;
  readonly reference: ReferenceText | null;
  readonly redact: (text: string) => string;
}

export function transcriptEvidence({ text, metrics, reference, redact }: Heard): Evidence {
  return {
    defaultTarget: 'answer',
    texts: text === null ? {} : { answer: text },
    metrics,
    exit: null,
    reference,
    readFile: async () => ({ kind: 'missing' }), // the plan allows no files as targets here
    redact,
  };
}
