// What is said of any request that gave no measurement. A sentence names the service, what happened and how far it got;
// what a server said is quoted on one line, without secrets and control characters.
import { serviceIdOf } from '../../domain/schedule.ts';
import { cut, oneLine } from '../../domain/text.ts';
import type { ServiceTarget } from '../protocol.ts';
import { errorMessage, parseFields } from './json-fields.ts';

export interface Addressee {
  readonly target: ServiceTarget;
  readonly path: string;
  readonly redact: (text: string) => string;
}

const longestQuote = 300;

export function named(target: ServiceTarget): string {
  return `service "${serviceIdOf(target)}"`;
}

export const nobodyToAsk = 'the loadout has no service that could be asked';

/** `forWhat` is the end of the sentence, for example ` to speak`. */
export function cannotBeAsked(target: ServiceTarget, forWhat = ''): string {
  return `${named(target)} has "api: ${target.api}" and cannot be asked${forWhat}`;
}

/** The beginning of every sentence about an answer. */
export function answered({ target, path }: Addressee): string {
  return `${named(target)} answered POST ${target.url}${path}`;
}

export function refused(asked: Addressee, status: number, body: string): string {
  return `${answered(asked)} with HTTP ${status}${said(asked, body)}`;
}

/** Before an answer began. */
export function disconnected(asked: Addressee, error: Error): string {
  const { target } = asked;
  const code = 'code' in error ? String(error.code) : '';
  const detail = oneLine(error.message);
  if (code === 'ECONNREFUSED') return `${named(target)} refused the connection to ${target.url}: nothing listens there`;
  if (code.startsWith('HPE_')) return `${answered(asked)} with something that is not HTTP (${detail})`;
  if (code !== 'ECONNRESET' && code !== 'EPIPE') {
    return `${named(target)} could not be reached at ${target.url} (${detail})`;
  }
  return `${named(target)} broke the connection to ${target.url} off before it answered (${detail})`;
}

/** The rest of a sentence: what a body says, in the words of its error message where it has one. */
export function said({ redact }: Pick<Addressee, 'redact'>, body: string): string {
  const fields = parseFields(body);
  const message = (fields === null ? null : errorMessage(fields)) ?? body;
  const text = quote(message, redact);
  return text === '' ? '' : `: ${text}`;
}

/** On one line a secret can come together that colours had kept apart. */
export function quote(text: string, redact: (text: string) => string): string {
  return cut(redact(oneLine(redact(text))), longestQuote);
}

export function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(ms < 1000 ? 3 : 1))} s`;
}
