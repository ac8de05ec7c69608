// The plan of each round: services with grandchildren that are hard to find, and a model that ships with us.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { listProcesses } from '../../src/system/processes.ts';
import { runningProgram } from '../../src/system/running-program.ts';

const fixtures = fileURLToPath(new URL('../../tests/fixtures/processes/', import.meta.url));

/** `pids` is a folder in which those note themselves that nothing else would lead to. */
export function chaosPlan(pids: string): string {
  const service = (name: string, ...args: readonly string[]) => ({
    adapter: 'command',
    api: 'none',
    ready: { http: '/' },
    stop: { grace: '500ms' },
    command: [process.execPath, join(fixtures, `${name}.mjs`), '{port}', ...args],
  });
  return stringify({
    name: 'Chaos',
    services: {
      strays: service('leaves-stray'),
      retitled: service('loses-its-parent', join(pids, 'retitled')),
      builtin: { adapter: 'builtin', seed: 1 },
    },
    domains: {
      tools: {
        driver: 'command',
        loadouts: ['strays'],
        scenarios: steps('TOOL', 12, 'setsid sleep 300 & echo ok; sleep 0.05'),
      },
      llm: {
        loadouts: ['builtin/tiny-markov'],
        scenarios: Array.from({ length: 8 }, (_, index) => ({ id: `LLM-${index + 1}`, prompt: 'Hello', maxTokens: 6 })),
      },
      more: {
        driver: 'command',
        loadouts: ['retitled'],
        scenarios: steps('MORE', 12, 'echo ok; sleep 0.05'),
      },
    },
  });
}

function steps(prefix: string, count: number, run: string) {
  return Array.from({ length: count }, (_, index) => ({ id: `${prefix}-${index + 1}`, steps: [{ run }] }));
}

const title = 'VLLM::EngineCore';

/** Those that are alive and still are what noted itself. */
export function trackedPids(pids: string): readonly number[] {
  const noted = readdirSync(pids).map((name) => Number(readFileSync(join(pids, name), 'utf8')));
  const alive = new Set(listProcesses().map(({ pid }) => pid));
  return noted.filter((pid) => alive.has(pid) && runningProgram(pid).args.some((word) => word.startsWith(title)));
}
