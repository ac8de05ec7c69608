// A POST whose answer is followed line by line for as long as it takes, as long as it does not stall.
import { request as requestHttp } from 'node:http';
import { StringDecoder } from 'node:string_decoder';

export interface LineRequest {
  /** `http` only. */
  readonly url: string;
  readonly json: unknown;
  /** The longest time without a single byte. */
  readonly stallMs: number;
  readonly signal: AbortSignal;
  /** Called for each line that is not empty, whatever the status of the answer is. */
  onLine(line: string): void;
}

export type LinesOutcome =
  | { readonly kind: 'ended'; readonly status: number }
  | { readonly kind: 'stalled' }
  /** Also when `signal` aborted. */
  | { readonly kind: 'broken'; readonly message: string };

/** A longer line is taken for garbage. */
const longestLine = 1024 * 1024;

export function postForLines({ url, json, stallMs, signal, onLine }: LineRequest): Promise<LinesOutcome> {
  const body = JSON.stringify(json);
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = requestHttp(url, { method: 'POST', agent: false, signal, headers });
    const settle = (outcome: LinesOutcome): void => {
      clearTimeout(stall);
      resolve(outcome);
      request.destroy();
    };
    const stall = setTimeout(() => settle({ kind: 'stalled' }), stallMs);
    const broken = (error: Error): void => settle({ kind: 'broken', message: error.message });
    request.on('error', broken);
    // An answer that wants to speak another protocol ends it with no more than this.
    const unanswered = (): void => broken(new Error('the connection was closed without an answer'));
    request.once('close', unanswered);
    request.on('response', (response) => {
      request.off('close', unanswered);
      const lines = lineSplitter(onLine);
      response.on('error', broken);
      response.on('data', (bytes: Buffer) => {
        stall.refresh();
        if (!lines.push(bytes)) settle({ kind: 'broken', message: `it sent a line of more than ${longestLine} bytes` });
      });
      response.on('end', () => {
        lines.end();
        settle({ kind: 'ended', status: response.statusCode ?? 0 });
      });
    });
    request.end(body);
  });
}

function lineSplitter(onLine: (line: string) => void) {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (line: string): void => {
    if (line.trim() !== '') onLine(line);
  };
  return {
    /** False when a line gets too long. */
    push(bytes: Buffer): boolean {
      const pieces = (rest + decoder.write(bytes)).split('\n');
      rest = pieces.pop() ?? '';
      for (const piece of pieces) take(piece);
      return rest.length <= longestLine;
    },
    end(): void {
      take(rest + decoder.end());
    },
  };
}
