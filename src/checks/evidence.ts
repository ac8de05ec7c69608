// What a trial left behind for its checks to look at. The texts are whole; what a check quotes of them is redacted and cut.
import type { Metrics } from '../domain/results.ts';
import type { Normaliser } from './word-errors/normalise.ts';

export interface Evidence {
  /** What a check looks at that names no target. */
  readonly defaultTarget: string;
  /** By target: `answer`, `reasoning`, `transcript`, `stdout`, `stderr`. */
  readonly texts: Readonly<Record<string, string>>;
  readonly metrics: Metrics;
  readonly exit: ProcessEnd | null;
  /** For the targets `file:PATH`. */
  readonly readFile: (path: string) => Promise<FileContent>;
  /** What a transcript is compared with; null where the scenario has none. */
  readonly reference: ReferenceText | null;
  readonly redact: (text: string) => string;
}

export interface ReferenceText {
  readonly text: string;
  readonly normaliser: Normaliser;
}

export interface ProcessEnd {
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: string | null;
}

export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  /** There, but it cannot be looked into; `why` is the predicate of a sentence, such as `is a directory`. */
  | { readonly kind: 'closed'; readonly why: string };
