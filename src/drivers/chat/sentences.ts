// All that is said about requests that gave no measurement. A sentence names the service, what happened and how far it got;
// what a server said is quoted on one line, without secrets and control characters.
import { serviceIdOf } from '../../domain/schedule.ts';
import { cut, oneLine } from '../../domain/text.ts';
import type { Interruption } from '../limits.ts';
import type { ServiceTarget } from '../protocol.ts';
import type { Answer } from './answer.ts';
import type { ChatApi } from './chat-api.ts';
import type { ExchangeEnd } from './exchange.ts';
import { errorMessage, parseFields } from './json-fields.ts';

export interface Asked {
  readonly target: ServiceTarget;
  readonly api: ChatApi;
  readonly redact: (text: string) => string;
}

type Failure = Exclude<ExchangeEnd, { kind: 'answered' | 'interrupted' }>;

const longestQuote = 300;

export function whyNoAnswer(asked: Asked, end: Failure, answer: Answer): string {
  const { target, api } = asked;
  const service = `service "${serviceIdOf(target)}"`;
  const address = target.url + api.path;
  switch (end.kind) {
    case 'refused':
      return `${service} answered POST ${address} with HTTP ${end.status}${said(asked, end.body)}`;
    case 'not-streamed':
      return `${service} answered POST ${address} with ${oneLine(end.contentType)}, not with a stream${said(asked, end.body)}`;
    case 'disconnected':
      return disconnected(asked, end.error);
    case 'faulty':
      return faulty(asked, service, answer);
    default:
      return end satisfies never;
  }
}

export function whyInterrupted({ target }: Asked, interruption: Interruption, answer: Answer): string {
  if (interruption.kind === 'aborted') return interruption.reason;
  const limit = seconds(interruption.timeoutMs);
  return `service "${serviceIdOf(target)}" did not finish its answer within ${limit}: ${progress(answer)}`;
}

function progress({ sentAt, headersAt, firstTextAt, lastTextAt, characters }: Answer): string {
  if (headersAt === null) return 'it sent nothing, not even response headers';
  if (firstTextAt === null || lastTextAt === null) {
    return `its response headers came after ${seconds(headersAt - sentAt)}, but no text`;
  }
  const first = seconds(firstTextAt - sentAt);
  return `${plural(characters)} had come, the first after ${first}, the last after ${seconds(lastTextAt - sentAt)}`;
}

/** Before an answer began; a broken answer is a fault of the answer. */
function disconnected({ target, api }: Asked, error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  const service = `service "${serviceIdOf(target)}"`;
  const detail = oneLine(error.message);
  if (code === 'ECONNREFUSED') return `${service} refused the connection to ${target.url}: nothing listens there`;
  if (code.startsWith('HPE_'))
    return `${service} answered POST ${target.url}${api.path} with something that is not HTTP (${detail})`;
  if (code !== 'ECONNRESET' && code !== 'EPIPE') return `${service} could not be reached at ${target.url} (${detail})`;
  return `${service} broke the connection to ${target.url} off before it answered (${detail})`;
}

function faulty({ redact }: Asked, service: string, { fault, characters }: Answer): string {
  if (fault === null) throw new Error('an answer without fault is no failure');
  if (fault.kind === 'server') {
    return `${service} reported an error within its answer, after ${plural(characters)}: ${quote(fault.message, redact)}`;
  }
  return `${service} ${fault.what}${fault.quoted === null ? '' : `: "${quote(fault.quoted, redact)}"`}`;
}

function said({ redact }: Asked, body: string): string {
  const fields = parseFields(body);
  const message = (fields === null ? null : errorMessage(fields)) ?? body;
  const text = quote(message, redact);
  return text === '' ? '' : `: ${text}`;
}

function quote(text: string, redact: (text: string) => string): string {
  return cut(oneLine(redact(text)), longestQuote);
}

function plural(characters: number): string {
  return characters === 1 ? '1 character' : `${characters} characters`;
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(ms < 1000 ? 3 : 1))} s`;
}
