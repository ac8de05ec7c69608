// What `runner doctor` finds out about this machine. It only looks: nothing is started that serves, and nothing is ended.
import * as z from 'zod';
import type { HostSummary } from '../domain/events.ts';
import { bytesPerMiB } from '../domain/units.ts';
import { quoted } from '../domain/wording.ts';
import { type Leftover, leftovers } from '../services/run-tag.ts';
import { httpProbe } from '../system/http-probe.ts';
import { type Listener, listenersOn } from '../system/listeners.ts';
import { hostSummary } from '../telemetry/host.ts';
import { type Engine, findEngines } from './doctor-engines.ts';
import { version } from './version.ts';

export interface Findings {
  readonly runner: { readonly version: string; readonly node: string; readonly platform: string };
  readonly host: HostSummary;
  readonly engines: readonly Engine[];
  /** Null when none is running on its usual port. */
  readonly ollama: RunningOllama | null;
  readonly ports: readonly UsualPort[];
  readonly leftovers: readonly Leftover[];
}

export interface RunningOllama {
  readonly url: string;
  readonly version: string;
  readonly loaded: readonly { readonly name: string; readonly vramMiB: number | null }[];
  readonly models: readonly string[];
}

export interface UsualPort {
  readonly port: number;
  readonly usedBy: string;
  readonly holders: readonly Listener[];
}

export interface DoctorPlace {
  readonly searchPath: string | undefined;
  readonly ollamaUrl: string;
}

const usualPorts = [
  { port: 11434, usedBy: 'Ollama' },
  { port: 8080, usedBy: 'llama-server, whisper-server' },
  { port: 9931, usedBy: 'llama-server (newer)' },
  { port: 8000, usedBy: 'vLLM, speaches' },
  { port: 8880, usedBy: 'Kokoro' },
] as const;

export async function findOut({ searchPath, ollamaUrl }: DoctorPlace): Promise<Findings> {
  const [host, ollama, found] = await Promise.all([hostSummary(), runningOllama(ollamaUrl), findEngines(searchPath)]);
  return {
    runner: { version, node: process.version, platform: `${process.platform} ${process.arch}` },
    host,
    engines: found.map((engine) =>
      engine.name === 'ollama' ? { ...engine, version: ollama?.version ?? null } : engine,
    ),
    ollama,
    ports: usualPorts.map(({ port, usedBy }) => ({ port, usedBy, holders: listenersOn(port) })),
    leftovers: leftovers(),
  };
}

const versionAnswer = z.object({ version: z.string() });
const modelsAnswer = z.object({ models: z.array(z.object({ name: z.string(), size_vram: z.number().optional() })) });

async function runningOllama(url: string): Promise<RunningOllama | null> {
  const answer = await ask(`${url}/api/version`, versionAnswer);
  if (answer === null) return null;
  const loaded = await ask(`${url}/api/ps`, modelsAnswer);
  const there = await ask(`${url}/api/tags`, modelsAnswer);
  return {
    url,
    version: quoted(answer.version),
    loaded: (loaded?.models ?? []).map(({ name, size_vram: bytes }) => ({
      name: quoted(name),
      vramMiB: bytes === undefined ? null : Math.round(bytes / bytesPerMiB),
    })),
    models: (there?.models ?? []).map(({ name }) => quoted(name)),
  };
}

async function ask<T>(url: string, schema: z.ZodType<T>): Promise<T | null> {
  const outcome = await httpProbe({ url, timeoutMs: 2000 });
  if (outcome.kind !== 'answer' || outcome.status !== 200) return null;
  try {
    return schema.safeParse(JSON.parse(outcome.body)).data ?? null;
  } catch {
    return null; // something else listens there
  }
}
