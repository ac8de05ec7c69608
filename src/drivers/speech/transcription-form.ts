// Where and in which form a recording is sent, by the API of the service.
import type { JsonObject, JsonValue, ServiceApi } from '../../domain/plan.ts';
import type { ServiceTarget } from '../protocol.ts';
import { mediaTypeOf } from './media-type.ts';
import type { Recording } from './recording.ts';
import type { TranscriptFormat } from './transcript.ts';

/** Null for a service that writes nothing down. */
export function transcriptionPath(api: ServiceApi): string | null {
  switch (api) {
    case 'openai':
    case 'ollama':
      return '/v1/audio/transcriptions';
    case 'whisper':
      return '/inference';
    case 'none':
      return null;
    default:
      return api satisfies never;
  }
}

export interface TranscriptionFields {
  readonly target: ServiceTarget;
  readonly recording: Recording;
  readonly language: string | null;
  readonly options: JsonObject;
  readonly format: TranscriptFormat;
}

export interface EncodedForm {
  readonly contentType: string;
  readonly body: Uint8Array;
}

export async function encodedForm(fields: TranscriptionFields): Promise<EncodedForm> {
  const encoded = new Response(formOf(fields));
  const contentType = encoded.headers.get('content-type');
  if (contentType === null) throw new Error('a form was encoded without a boundary');
  return { contentType, body: await encoded.bytes() };
}

/** What the request itself says wins over options of the same name. */
function formOf({ target, recording, language, options, format }: TranscriptionFields): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(options)) {
    for (const part of partsOf(value)) form.append(name, part);
  }
  const mediaType = mediaTypeOf(recording.bytes);
  const type = mediaType === null ? 'application/octet-stream' : `audio/${mediaType}`;
  form.set('file', new File([new Uint8Array(recording.bytes)], recording.fileName, { type }));
  // whisper.cpp's server has one model, and would take the name for a field it does not know.
  if (target.model !== null && target.api !== 'whisper') form.set('model', target.model);
  if (language !== null) form.set('language', language);
  form.set('response_format', format);
  return form;
}

/** A list is a field that is there several times. */
function partsOf(value: JsonValue): readonly string[] {
  if (value === null) return [];
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.flatMap(partsOf) : [JSON.stringify(value)];
}
