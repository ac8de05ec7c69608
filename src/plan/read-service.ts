// One service of a plan: dispatches on the adapter first, so that only its own fields are spoken of.
import type {
  BuiltinService,
  CommandService,
  ExternalService,
  OllamaService,
  Readiness,
  ServiceTemplate,
} from '../domain/plan.ts';
import { shown } from './issue-messages.ts';
import { readEngine, readOpenaiAudio } from './read-engine.ts';
import type { Reader } from './reader.ts';
import { type AdapterName, adapterNames, type CommandInput, serviceSchemas } from './schema/service.ts';
import { absolute, base, checkPort, type ServicePlace } from './service-base.ts';
import { nearest } from './suggest.ts';
import { adapterMeant } from './unknown-words.ts';
import { asText, entryOf } from './written.ts';
import type { Path } from './yaml-source.ts';

export function readService(reader: Reader, name: string, value: unknown, directory: string): ServiceTemplate | null {
  const path = ['services', name];
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) || name.length > 80) {
    reader.problem(path, `"${name}" is not a name for a service`, 'use letters, digits, ".", "-" and "_"', 'key');
  }
  const adapter = adapterOf(reader, path, value);
  const place = { name, path, position: reader.position(path), directory };
  switch (adapter) {
    case null:
      return null;
    case 'builtin':
      return readBuiltin(reader, place, value);
    case 'command':
      return readCommand(reader, place, value);
    case 'external':
      return readExternal(reader, place, value);
    case 'ollama':
      return readOllama(reader, place, value);
    case 'llama-server':
    case 'vllm':
    case 'whisper-server':
      return readEngine(reader, adapter, place, value);
    case 'openai-audio':
      return readOpenaiAudio(reader, place, value);
    default:
      return adapter satisfies never;
  }
}

function adapterOf(reader: Reader, path: Path, value: unknown): AdapterName | null {
  const written = asText(entryOf(value, 'adapter'));
  if (written === undefined) {
    reader.problem(path, `the service "${path[1]}" has no adapter`, `give it one of: ${adapterNames.join(', ')}`);
    return null;
  }
  const adapter = adapterNames.find((name) => name === written);
  if (adapter !== undefined) return adapter;
  const at = [...path, 'adapter'];
  const near = typeof written === 'string' ? (adapterMeant(written) ?? nearest(written, adapterNames)) : null;
  const hint = near === null ? `there is: ${adapterNames.join(', ')}` : `did you mean "${near}"?`;
  if (typeof written === 'string') reader.problem(at, `unknown adapter "${written}"`, hint);
  else reader.problem(at, `"adapter" is ${shown(written)}`, hint);
  return null;
}

function readBuiltin(reader: Reader, place: ServicePlace, value: unknown): BuiltinService | null {
  const input = reader.read(serviceSchemas.builtin, value, place.path);
  if (input === null) return null;
  return {
    ...base(place, input, 30_000),
    adapter: 'builtin',
    tokensPerSecond: input.tokensPerSecond ?? null,
    firstTokenMs: input.firstToken ?? null,
    seed: input.seed ?? null,
  };
}

function readCommand(reader: Reader, place: ServicePlace, value: unknown): CommandService | null {
  const input = reader.read(serviceSchemas.command, value, place.path);
  if (input === null) return null;
  const ready = readinessOf(input);
  const port = input.port ?? 'auto';
  if (port === 'auto' && (input.api !== 'none' || ready.kind !== 'log'))
    checkPort(reader, place, input.command, input.env);
  return {
    ...base(place, input, 60_000),
    adapter: 'command',
    command: input.command,
    cwd: absolute(place.directory, input.cwd),
    port,
    ready,
    api: input.api,
    apiKey: input.apiKey ?? null,
  };
}

function readinessOf(input: CommandInput): Readiness {
  if (input.ready?.http !== undefined) return { kind: 'http', path: input.ready.http };
  if (input.ready?.log !== undefined) return { kind: 'log', pattern: input.ready.log };
  return { kind: 'tcp' };
}

function readExternal(reader: Reader, place: ServicePlace, value: unknown): ExternalService | null {
  const input = reader.read(serviceSchemas.external, value, place.path);
  if (input === null) return null;
  return {
    ...base(place, { ...input, restart: 0 }, 10_000),
    adapter: 'external',
    url: input.url.replace(/\/+$/, ''),
    api: input.api,
    apiKey: input.apiKey ?? null,
  };
}

function readOllama(reader: Reader, place: ServicePlace, value: unknown): OllamaService | null {
  const input = reader.read(serviceSchemas.ollama, value, place.path);
  if (input === null) return null;
  return {
    ...base(place, input, 60_000),
    adapter: 'ollama',
    command: input.command ?? ['ollama', 'serve'],
    port: input.port ?? 'auto',
    existing: input.existing ?? 'stop',
    pull: input.pull ?? false,
    contextLength: input.contextLength ?? 4096,
    allowCpu: input.allowCpu ?? false,
  };
}
