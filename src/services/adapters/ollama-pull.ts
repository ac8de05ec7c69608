// Fetches a model that is not there. It may take hours, so only silence has a limit. An error comes as a line of an answer
// that began with HTTP 200.
import * as z from 'zod';
import type { PullProgress } from '../../domain/events.ts';
import { type LinesOutcome, postForLines } from '../../system/http-lines.ts';
import { ServiceFailure } from '../failure.ts';
import { seconds } from '../sentences.ts';
import type { Running } from './blueprint.ts';
import { pullFailed } from './ollama-sentences.ts';

/** A figure that makes no sense is none; what else the line says still counts. */
const bytes = z.int().nonnegative().optional().catch(undefined);
const text = z.string().optional().catch(undefined);
const pullLine = z.object({
  status: text,
  error: text,
  digest: text,
  total: bytes,
  completed: bytes,
});

type PullLine = z.infer<typeof pullLine>;

/** A model has a handful of layers. */
const mostLayers = 1000;

/** Throws a ServiceFailure. */
export async function pullModel(running: Running, model: string): Promise<void> {
  const { service, url, signal, timeoutMs } = running;
  const layers = new Map<string, PullProgress>();
  let status = '';
  let error: string | null = null;
  const onLine = (text: string): void => {
    const line = read(text);
    error ??= line.error ?? null;
    if (line.status === undefined) return;
    status = line.status;
    note(layers, line);
    running.onPulling(model, status, sumOf(layers));
  };
  const json = { model, stream: true };
  const outcome = await postForLines({ url: `${url}/api/pull`, json, stallMs: timeoutMs, signal, onLine });
  const why = error ?? whyIncomplete(outcome, status, timeoutMs);
  if (why !== null) throw new ServiceFailure(pullFailed(service, model, why), true);
}

function read(text: string): PullLine {
  try {
    return pullLine.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {}; // whatever it is, the end of the transfer does not depend on it
  }
}

function note(layers: Map<string, PullProgress>, { digest, total, completed = 0 }: PullLine): void {
  if (digest === undefined || total === undefined) return;
  if (layers.has(digest) || layers.size < mostLayers)
    layers.set(digest, { completedBytes: Math.min(completed, total), totalBytes: total });
}

function sumOf(layers: ReadonlyMap<string, PullProgress>): PullProgress | null {
  if (layers.size === 0) return null;
  let completedBytes = 0;
  let totalBytes = 0;
  for (const layer of layers.values()) {
    completedBytes += layer.completedBytes;
    totalBytes += layer.totalBytes;
  }
  return { completedBytes, totalBytes };
}

/** Null where it is whole: the last status is `success`. */
function whyIncomplete(outcome: LinesOutcome, status: string, stallMs: number): string | null {
  switch (outcome.kind) {
    case 'ended':
      if (outcome.status !== 200) return `it answered HTTP ${outcome.status}`;
      return status === 'success' ? null : `it ended after "${status}", without "success"`;
    case 'stalled':
      return `nothing came for ${seconds(stallMs)}`;
    case 'broken':
      return status === '' ? outcome.message : `the connection broke after "${status}"`;
    default:
      return outcome satisfies never;
  }
}
