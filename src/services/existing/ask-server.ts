// What a server that runs already says of itself, without changing anything about it.
import * as z from 'zod';
import { bytesPerMiB } from '../../domain/units.ts';
import { httpProbe } from '../../system/http-probe.ts';

const askMs = 2000;

const versionAnswer = z.object({ version: z.string().min(1) });
const loadedAnswer = z.object({ models: z.array(z.object({ size_vram: z.number().nonnegative().optional() })) });

export async function answersAsOllama(port: number): Promise<boolean> {
  return (await ask(port, '/api/version', versionAnswer)) !== null;
}

/** What its models hold of the GPUs' memory; null where it does not say. */
export async function heldVramMiB(port: number): Promise<number | null> {
  const answer = await ask(port, '/api/ps', loadedAnswer);
  if (answer === null) return null;
  return Math.round(answer.models.reduce((sum, { size_vram: bytes = 0 }) => sum + bytes, 0) / bytesPerMiB);
}

async function ask<T>(port: number, path: string, schema: z.ZodType<T>): Promise<T | null> {
  const outcome = await httpProbe({ url: `http://127.0.0.1:${port}${path}`, timeoutMs: askMs });
  if (outcome.kind !== 'answer' || outcome.status !== 200) return null;
  try {
    return schema.safeParse(JSON.parse(outcome.body)).data ?? null;
  } catch {
    return null; // something else listens there
  }
}
