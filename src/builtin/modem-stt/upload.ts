// A multipart upload to the file and the fields that came with it.
import type { IncomingMessage } from 'node:http';
import { RequestError, readBody } from '../http/exchange.ts';
import { brokenMultipart, noFile, notMultipart } from './sentences.ts';

export interface Upload {
  readonly file: Buffer;
  /** Of fields that are given more than once, all. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** OpenAI's limit for an upload. */
const largestBytes = 25 * 2 ** 20;

/** Throws `RequestError`. */
export async function readUpload(request: IncomingMessage): Promise<Upload> {
  const contentType = request.headers['content-type'];
  if (contentType === undefined || !/^multipart\/form-data\s*;/i.test(contentType)) {
    throw new RequestError(400, notMultipart(contentType));
  }
  const body = await readBody(request, largestBytes);
  const form = await parsed(body, contentType);
  const fields = new Map<string, string[]>();
  for (const [name, value] of form) {
    if (typeof value === 'string') fields.set(name, [...(fields.get(name) ?? []), value]);
  }
  const file = form.get('file');
  if (file === null || typeof file === 'string') throw new RequestError(400, noFile);
  return { file: Buffer.from(await file.arrayBuffer()), fields };
}

async function parsed(body: Buffer<ArrayBuffer>, contentType: string): Promise<FormData> {
  try {
    return await new Response(body, { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new RequestError(400, brokenMultipart);
  }
}
