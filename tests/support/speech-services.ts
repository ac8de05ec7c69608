// Asks the built-in speech services as any client would.
import * as z from 'zod';

export interface Spoken {
  readonly status: number;
  readonly type: string | null;
  readonly bytes: Buffer;
  /** The chunks as they arrived. */
  readonly chunks: readonly Buffer[];
}

export async function speech(url: string, fields: object): Promise<Spoken> {
  const body = JSON.stringify({ model: 'modem-tts', ...fields });
  const response = await fetch(`${url}/v1/audio/speech`, { method: 'POST', body });
  const chunks: Buffer[] = [];
  for await (const chunk of response.body ?? []) chunks.push(Buffer.from(chunk));
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    bytes: Buffer.concat(chunks),
    chunks,
  };
}

/** A null leaves the field out. */
export async function transcription(
  url: string,
  file: Buffer,
  fields: Readonly<Record<string, string | null>> = {},
): Promise<{ readonly status: number; readonly body: string }> {
  const form = new FormData();
  form.set('file', new File([new Uint8Array(file)], 'speech.wav', { type: 'audio/wav' }));
  for (const [name, value] of Object.entries({ model: 'modem-stt', ...fields })) {
    if (value !== null) form.set(name, value);
  }
  const response = await fetch(`${url}/v1/audio/transcriptions`, { method: 'POST', body: form });
  return { status: response.status, body: await response.text() };
}

export async function transcript(url: string, file: Buffer): Promise<string> {
  const { body } = await transcription(url, file);
  return z.object({ text: z.string() }).parse(JSON.parse(body)).text;
}

/** The message of an OpenAI error. */
export function errorMessage(body: string): string {
  const form = z.object({ error: z.object({ message: z.string(), type: z.string(), code: z.int() }) });
  return form.parse(JSON.parse(body)).error.message;
}
