// One service of a plan: dispatches on the adapter first, so that only its own fields are spoken of.
import { resolve } from 'node:path';
import type {
  BuiltinService,
  CommandService,
  ExternalService,
  OllamaService,
  Readiness,
  ServiceTemplate,
  SourcePosition,
} from '../domain/plan.ts';
import type { Reader } from './reader.ts';
import { type AdapterName, adapterNames, type CommandInput, serviceSchemas } from './schema/service.ts';
import { nearest } from './suggest.ts';
import { isFutureAdapter } from './unknown-words.ts';
import { hasVariable } from './variables.ts';
import { asText, entryOf } from './written.ts';
import type { Path } from './yaml-source.ts';

const graceMs = 10_000;

interface Place {
  readonly name: string;
  readonly path: Path;
  readonly position: SourcePosition;
  /** Where relative paths begin. */
  readonly directory: string;
}

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
  const future = typeof written === 'string' && isFutureAdapter(written);
  const near = typeof written === 'string' && !future ? nearest(written, adapterNames) : null;
  const hint = near === null ? `there is: ${adapterNames.join(', ')}` : `did you mean "${near}"?`;
  reader.problem(
    [...path, 'adapter'],
    future ? `the adapter "${written}" is not in this version` : `unknown adapter "${String(written)}"`,
    future ? 'any program can be started with adapter: command, which fills in "{model}" and "{port}"' : hint,
  );
  return null;
}

interface CommonInput {
  readonly optional?: boolean | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly ready?: { readonly timeout?: number | undefined } | undefined;
  readonly stop?: { readonly grace?: number | undefined } | undefined;
}

function base(place: Place, input: CommonInput, readyMs: number) {
  return {
    name: place.name,
    position: place.position,
    optional: input.optional ?? false,
    env: input.env ?? {},
    stopGraceMs: input.stop?.grace ?? graceMs,
    readyTimeoutMs: input.ready?.timeout ?? readyMs,
  };
}

function readBuiltin(reader: Reader, place: Place, value: unknown): BuiltinService | null {
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

function readCommand(reader: Reader, place: Place, value: unknown): CommandService | null {
  const input = reader.read(serviceSchemas.command, value, place.path);
  if (input === null) return null;
  const ready = readinessOf(input);
  const port = input.port ?? 'auto';
  const takesPort = [...input.command, ...Object.values(input.env ?? {})].some((text) => text.includes('{port}'));
  const needsPort = input.api !== 'none' || ready.kind !== 'log';
  if (port === 'auto' && needsPort && !takesPort) {
    const hint = 'pass "{port}" in "command" or "env", or give the number under "port"';
    reader.problem(
      [...place.path, 'command'],
      'the program is not told which free port was chosen for it',
      hint,
      'key',
    );
  }
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

function readExternal(reader: Reader, place: Place, value: unknown): ExternalService | null {
  const input = reader.read(serviceSchemas.external, value, place.path);
  if (input === null) return null;
  return {
    ...base(place, input, 10_000),
    adapter: 'external',
    url: input.url.replace(/\/+$/, ''),
    api: input.api,
    apiKey: input.apiKey ?? null,
  };
}

function readOllama(reader: Reader, place: Place, value: unknown): OllamaService | null {
  const input = reader.read(serviceSchemas.ollama, value, place.path);
  if (input === null) return null;
  return {
    ...base(place, input, 60_000),
    adapter: 'ollama',
    command: input.command ?? ['ollama', 'serve'],
    port: input.port ?? 'auto',
    existing: 'leave',
  };
}

/** A path with a variable in it stays as written until the variable has a value. */
export function absolute(directory: string, path: string | undefined): string {
  return path !== undefined && hasVariable(path) ? path : resolve(directory, path ?? '');
}
