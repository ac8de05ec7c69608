// The transcript in the body of an answer with HTTP 200. What a server says in place of one is told apart here: some builds
// report errors with 200, and whisper.cpp's server calls plain text `text/html`.
import { errorMessage, fieldsOf, type JsonFields } from '../http/json-fields.ts';

const transcriptFormats = ['json', 'verbose_json', 'text'] as const;
/** Those of the API in which the text stands without times and marks. */
export type TranscriptFormat = (typeof transcriptFormats)[number];

export function isTranscriptFormat(format: unknown): format is TranscriptFormat {
  return transcriptFormats.some((known) => known === format);
}

export interface Transcript {
  /** Without white space around it. */
  readonly text: string;
  /** As the server names it. */
  readonly language: string | null;
}

export interface TranscriptProblem {
  readonly problem: 'error' | 'web-page' | 'not-json' | 'no-text';
  /** The message of an error, else the body. */
  readonly quoted: string;
}

export function readTranscript(
  body: string,
  contentType: string,
  format: TranscriptFormat,
): Transcript | TranscriptProblem {
  const text = body.trim();
  const json = parsed(text);
  const fields = fieldsOf(json);
  if (fields !== null && (format !== 'text' || saysItIsJson(contentType) || reportsError(fields))) {
    return transcriptIn(fields, text);
  }
  if (/^<(!doctype html|html)\b/i.test(text)) return { problem: 'web-page', quoted: text };
  if (format !== 'text') return { problem: json === undefined ? 'not-json' : 'no-text', quoted: text };
  // Some frameworks quote a plain text as JSON.
  if (typeof json === 'string' && saysItIsJson(contentType)) return { text: json.trim(), language: null };
  return { text, language: null };
}

function transcriptIn(fields: JsonFields, body: string): Transcript | TranscriptProblem {
  const { text, language } = fields;
  if (reportsError(fields)) return { problem: 'error', quoted: errorMessage(fields) ?? body };
  if (typeof text !== 'string') return { problem: 'no-text', quoted: body };
  return { text: text.trim(), language: typeof language === 'string' ? language : null };
}

function reportsError({ error, detail, text }: JsonFields): boolean {
  return (error !== undefined && error !== null && error !== '') || (detail !== undefined && text === undefined);
}

function saysItIsJson(contentType: string): boolean {
  return /\bjson\b/i.test(contentType);
}

/** Undefined where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
