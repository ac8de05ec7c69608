// Service templates over the programs of tests/fixtures/processes.
import { fileURLToPath } from 'node:url';
import type { CommandService, ExternalService, OllamaService } from '../../src/domain/plan.ts';

/** A fixture program and its arguments. */
export function fixture(name: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, fileURLToPath(new URL(`../fixtures/processes/${name}.mjs`, import.meta.url)), ...args];
}

const common = { optional: false, env: {}, stopGraceMs: 2000, restart: 1, position: { line: 1, column: 1 } } as const;

export function commandService(command: readonly string[], fields: Partial<CommandService> = {}): CommandService {
  return {
    ...common,
    name: 'mine',
    adapter: 'command',
    command,
    cwd: process.cwd(),
    port: 'auto',
    ready: { kind: 'http', path: '/health' },
    api: 'none',
    apiKey: null,
    readyTimeoutMs: 10_000,
    ...fields,
  };
}

export function externalService(url: string, fields: Partial<ExternalService> = {}): ExternalService {
  return {
    ...common,
    name: 'remote',
    adapter: 'external',
    url,
    api: 'openai',
    apiKey: null,
    readyTimeoutMs: 2000,
    ...fields,
  };
}

export function ollamaService(command: readonly string[], fields: Partial<OllamaService> = {}): OllamaService {
  return {
    ...common,
    name: 'ollama',
    adapter: 'ollama',
    command,
    port: 'auto',
    existing: 'leave',
    pull: false,
    contextLength: 4096,
    allowCpu: true,
    readyTimeoutMs: 10_000,
    ...fields,
  };
}
