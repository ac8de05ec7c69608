// One request of the speech drivers, and a sentence where its answer did not come whole.
import type { DriverContext } from '../driver-context.ts';
import { statusOf, type TrialFailure } from '../measured.ts';
import type { ServiceTarget } from '../protocol.ts';
import { type Body, receive } from './body.ts';
import { whyInterrupted, whyNotWhole } from './sentences.ts';

export interface Question {
  readonly target: ServiceTarget;
  readonly path: string;
  readonly contentType: string;
  readonly accept: string;
  readonly body: string | Uint8Array;
  /** What is asked for, as a sentence names it. */
  readonly wanted: 'transcript' | 'speech';
  readonly limitBytes: number;
}

/** Fills `answer`. Null where it came whole, whatever it is. */
export async function ask(
  { target, wanted, limitBytes, ...question }: Question,
  answer: Body,
  { connections, limits, redact }: DriverContext,
): Promise<TrialFailure | null> {
  const post = { ...question, connection: connections.to(target.url), apiKey: target.apiKey };
  const end = await receive(post, answer, limits, limitBytes);
  if (end.kind === 'whole') return null;
  const asked = { target, path: question.path, redact, wanted };
  if (end.kind !== 'interrupted') return { status: 'error', error: whyNotWhole(asked, end, answer) };
  const { interruption } = limits;
  if (interruption === null) throw new Error('a request was interrupted and nobody asked for it');
  return { status: statusOf(interruption), error: whyInterrupted(asked, interruption, answer) };
}
