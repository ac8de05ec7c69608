// What `runner doctor` finds out about this machine. It only looks: nothing is started that serves, and nothing is ended.
import { execa } from 'execa';
import { z } from 'zod';
import type { HostSummary } from '../domain/events.ts';
import { oneLine } from '../domain/text.ts';
import { bytesPerMiB } from '../domain/units.ts';
import { howToGet } from '../services/program-sources.ts';
import { type Leftover, leftovers } from '../services/run-tag.ts';
import { findExecutable } from '../system/executables.ts';
import { httpProbe } from '../system/http-probe.ts';
import { type Listener, listenersOn } from '../system/listeners.ts';
import { hostSummary } from '../telemetry/host.ts';
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

export interface Engine {
  readonly name: string;
  /** Null when it is not installed. */
  readonly path: string | null;
  readonly version: string | null;
  readonly howToGet: string;
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

/** `version`: arguments that print a version and do nothing else; null where there are none. `ollama --version` starts a server on some systems. */
const engines = [
  { name: 'ollama', version: null },
  { name: 'llama-server', version: ['--version'] },
  { name: 'vllm', version: ['--version'] },
  { name: 'whisper-server', version: null },
  // speaches and Kokoro-FastAPI are run by it.
  { name: 'uvicorn', version: ['--version'] },
  { name: 'espeak-ng', version: ['--version'] },
] as const;

const usualPorts = [
  { port: 11434, usedBy: 'Ollama' },
  { port: 8080, usedBy: 'llama-server, whisper-server' },
  { port: 9931, usedBy: 'llama-server (newer)' },
  { port: 8000, usedBy: 'vLLM, speaches' },
  { port: 8880, usedBy: 'Kokoro' },
] as const;

const versionLimitMs = 10_000;

export async function findOut({ searchPath, ollamaUrl }: DoctorPlace): Promise<Findings> {
  const [host, ollama, found] = await Promise.all([
    hostSummary(),
    runningOllama(ollamaUrl),
    Promise.all(engines.map((engine) => examine(engine.name, engine.version, searchPath))),
  ]);
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

async function examine(
  name: string,
  asking: readonly string[] | null,
  searchPath: string | undefined,
): Promise<Engine> {
  const found = findExecutable(name, searchPath, process.cwd());
  if (found.kind !== 'found') return { name, path: null, version: null, howToGet: howToGet(name) };
  const said = asking === null ? null : await versionOf(found.path, asking);
  return { name, path: found.path, version: said, howToGet: howToGet(name) };
}

/** The line that says so, or the number in the last line that has one; llama-server says it on stderr, after what it found out about the GPU. */
async function versionOf(path: string, args: readonly string[]): Promise<string | null> {
  const options = {
    stdin: 'ignore',
    timeout: versionLimitMs,
    killSignal: 'SIGKILL',
    reject: false,
    all: true,
  } as const;
  const { failed, all } = await execa(path, args, options);
  if (failed) return null;
  const lines = all.split('\n').map(oneLine);
  const line = lines.find((each) => /^version\b/i.test(each)) ?? lines.findLast((each) => /\d/.test(each));
  if (line === undefined || /^version\b/i.test(line)) return line?.replace(/^version:?\s*/i, '') ?? null;
  return /\d+(\.\d+)+\S*/.exec(line)?.[0] ?? line;
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
    version: answer.version,
    loaded: (loaded?.models ?? []).map(({ name, size_vram: bytes }) => ({
      name,
      vramMiB: bytes === undefined ? null : Math.round(bytes / bytesPerMiB),
    })),
    models: (there?.models ?? []).map(({ name }) => name),
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
