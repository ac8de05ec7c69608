// All that is said about questions that gave no measurement, beside what is true of any request (http/sentences.ts).
import { cut, oneLine } from '../../domain/text.ts';
import { answered, disconnected, named, quote, refused, said, seconds } from '../http/sentences.ts';
import type { Interruption } from '../limits.ts';
import type { ServiceTarget } from '../protocol.ts';
import type { Answer } from './answer.ts';
import type { ChatApi } from './chat-api.ts';
import type { ExchangeEnd } from './exchange.ts';

export interface Asked {
  readonly target: ServiceTarget;
  readonly api: ChatApi;
  readonly redact: (text: string) => string;
}

type Failure = Exclude<ExchangeEnd, { kind: 'answered' | 'interrupted' }>;

export function whyNoAnswer({ target, api, redact }: Asked, end: Failure, answer: Answer): string {
  const asked = { target, path: api.path, redact };
  switch (end.kind) {
    case 'refused':
      return refused(asked, end.status, end.body);
    case 'not-streamed':
      return `${answered(asked)} with ${oneLine(end.contentType)}, not with a stream${said(asked, end.body)}`;
    case 'disconnected':
      return disconnected(asked, end.error);
    case 'faulty':
      return faulty(named(target), redact, answer);
    default:
      return end satisfies never;
  }
}

export function whyInterrupted({ target }: Asked, interruption: Interruption, answer: Answer): string {
  if (interruption.kind === 'aborted') return interruption.reason;
  const limit = seconds(interruption.timeoutMs);
  return `${named(target)} did not finish its answer within ${limit}: ${progress(answer)}`;
}

export function notAnImage(file: string): string {
  return `the image ${oneLine(file)} is none that can be sent: its first bytes are those of no PNG, JPEG, WebP or GIF`;
}

export function unreadableImage(file: string, why: string): string {
  return `the image ${oneLine(file)} cannot be read: ${cut(oneLine(why), 200)}`;
}

export function tooLargeImages(bytes: number, limitBytes: number): string {
  const [size, limit] = [Math.ceil(bytes / 2 ** 20), limitBytes / 2 ** 20];
  return `the images are too large to be sent: ${size} MiB together, and ${limit} MiB are the limit`;
}

export function undecodedImage(why: string): string {
  return `an image cannot be altered for the warm-up, since it cannot be decoded: ${oneLine(why)}`;
}

function progress({ sentAt, headersAt, firstTextAt, lastTextAt, characters }: Answer): string {
  if (headersAt === null) return 'it sent nothing, not even response headers';
  if (firstTextAt === null || lastTextAt === null) {
    return `its response headers came after ${seconds(headersAt - sentAt)}, but no text`;
  }
  const first = seconds(firstTextAt - sentAt);
  return `${plural(characters)} had come, the first after ${first}, the last after ${seconds(lastTextAt - sentAt)}`;
}

function faulty(service: string, redact: (text: string) => string, { fault, characters }: Answer): string {
  if (fault === null) throw new Error('an answer without fault is no failure');
  if (fault.kind === 'server') {
    return `${service} reported an error within its answer, after ${plural(characters)}: ${quote(fault.message, redact)}`;
  }
  return `${service} ${fault.what}${fault.quoted === null ? '' : `: "${quote(fault.quoted, redact)}"`}`;
}

function plural(characters: number): string {
  return characters === 1 ? '1 character' : `${characters} characters`;
}
