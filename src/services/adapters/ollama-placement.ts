// Where an Ollama model is computed. A part of it on the CPU explains a sudden slowdown by a factor of ten, and a measurement
// that nobody wanted; where there is no GPU at all, there is nothing to explain.
import type { ServiceDetails } from '../../domain/events.ts';
import type { JsonValue } from '../../domain/plan.ts';
import { plainText } from '../../domain/text.ts';
import { bytesPerMiB } from '../../domain/units.ts';
import { firstLines } from '../../system/log-files.ts';
import { ServiceFailure } from '../failure.ts';
import type { Identity, Running } from './blueprint.ts';
import { numberDetail, textDetail } from './details.ts';
import { lastMatch } from './log-facts.ts';
import { findModel, ollamaIdentity } from './model-api.ts';
import { type LoadedModel, loadedModels } from './ollama-memory.ts';
import { partlyOnCpu } from './ollama-sentences.ts';

/** The devices are named right after the start. */
const searchedBytes = 1024 * 1024;

export async function identifyOllama(running: Running): Promise<Identity> {
  const { model } = running;
  const [identity, loaded] = await Promise.all([
    ollamaIdentity(running),
    model === null ? null : loadedModels(running),
  ]);
  const found = model === null ? null : modelIn(loaded, model);
  return { ...identity, details: detailsOf(found, running.log) };
}

function detailsOf(loaded: LoadedModel | null, log: string | null): ServiceDetails {
  if (loaded === null) return {};
  const { size, size_vram: onGpu, context_length: contextLength, details } = loaded;
  return {
    ...(size !== undefined && numberDetail('sizeMiB', mebibytes(size))),
    // None of it on a GPU is a figure too.
    ...(onGpu !== undefined && { sizeVramMiB: mebibytes(onGpu) }),
    ...numberDetail('contextLength', contextLength),
    ...textDetail('layersOnGpu', layersOnGpu(log)),
    ...textDetail('parameterSize', details?.parameter_size),
    ...textDetail('quantization', details?.quantization_level),
  };
}

/** Throws where a GPU is there and does not hold the whole model. */
export async function refuseCpu(running: Running, model: string, contextLength: JsonValue): Promise<void> {
  const { service, log } = running;
  const { size, size_vram: onGpu } = modelIn(await loadedModels(running), model) ?? {};
  if (size === undefined || onGpu === undefined || onGpu >= size) return;
  const gpu = gpuIn(log);
  if (gpu === null && onGpu === 0) return;
  const part = { sizeMiB: mebibytes(size), onGpuMiB: mebibytes(onGpu), cpuShare: 1 - onGpu / size };
  throw new ServiceFailure(partlyOnCpu({ service, model, gpu, layers: layersOnGpu(log), contextLength, ...part }));
}

function modelIn(loaded: readonly LoadedModel[] | null, model: string): LoadedModel | null {
  const found = findModel(loaded?.map(({ name }) => ({ name, digest: null })) ?? [], model);
  return loaded?.find(({ name }) => name === found?.name) ?? null;
}

/** For example `CUDA`; null where the server found none, or did not say. */
function gpuIn(log: string | null): string | null {
  if (log === null) return null;
  for (const line of firstLines(log, searchedBytes)) {
    const library = /inference compute.*\blibrary=(\S+)/.exec(plainText(line))?.[1];
    if (library !== undefined && library.toLowerCase() !== 'cpu') return library;
  }
  return null;
}

/** `20/33`; null where the log does not say. */
function layersOnGpu(log: string | null): string | null {
  return lastMatch(log, /offloaded (\d+\/\d+) layers to GPU/)?.[1] ?? null;
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / bytesPerMiB);
}
