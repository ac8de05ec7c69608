import { expect, it } from 'vitest';
import { differencesBetween, type Surroundings } from '../../../src/history/compare/surroundings.ts';
import { surroundings } from '../../support/compared-runs.ts';

const unknown: Surroundings = {
  host: null,
  runner: null,
  engines: {},
  plan: { name: null, version: null, sha256: null, files: {} },
  git: null,
  selection: null,
};

it('finds nothing between two runs on the same ground, and nothing where nothing is known', () => {
  expect(differencesBetween(surroundings, surroundings)).toEqual([]);
  expect(differencesBetween(unknown, unknown)).toEqual([]);
});

it('names what explains most first', () => {
  const later: Surroundings = {
    host: {
      os: 'Ubuntu 24.04',
      cpu: 'AMD EPYC 7763',
      cpuCount: 32,
      memoryMiB: 65_536,
      gpus: [1, 2].map(() => ({ name: 'NVIDIA L4', vramMiB: 23_034, driver: '590.1' })),
    },
    runner: { version: '0.2.0', node: '24.21.0' },
    engines: { 'ollama/qwen3:8b': { version: '0.13.0', binary: '/usr/local/bin/ollama', modelDigest: 'e'.repeat(64) } },
    plan: { name: 'Nightly', version: '1.5.0', sha256: 'f'.repeat(64), files: { 'audio/new.wav': 'c'.repeat(64) } },
    git: { commit: 'd'.repeat(40), dirty: true },
    selection: '--domain llm',
  };
  const found = differencesBetween(surroundings, later);
  expect(found.map(({ what, of }) => (of === null ? what : `${what} ${of}`))).toEqual([
    'model digest ollama/qwen3:8b',
    'engine version ollama/qwen3:8b',
    'GPUs',
    'GPU driver',
    'plan text',
    'plan version',
    'selection',
    'file audio/hello.wav',
    'file audio/new.wav',
    'processor',
    'operating system',
    'runner version',
    'git commit',
  ]);
  expect(found[2]).toEqual({
    what: 'GPUs',
    of: null,
    before: 'NVIDIA L4 (23034 MiB)',
    after: '2 × NVIDIA L4 (23034 MiB)',
  });
  expect(found[7]).toEqual({ what: 'file', of: 'audio/hello.wav', before: 'c'.repeat(64), after: null });
});

it('names an engine of one run alone once', () => {
  const engine = { version: '1', binary: null, modelDigest: 'e'.repeat(64) };
  expect(differencesBetween(surroundings, { ...surroundings, engines: { 'llama/q.gguf': engine } })).toEqual([
    { what: 'engine', of: 'ollama/qwen3:8b', before: 'used', after: null },
    { what: 'engine', of: 'llama/q.gguf', before: null, after: 'used' },
  ]);
});
