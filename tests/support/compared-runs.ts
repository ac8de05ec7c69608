// Runs to compare: so many tests with so many repeats, whose numbers a function gives.
import { mersenne } from 'pure-rand/generator/mersenne';
import { type ComparedResult, type ComparedRun, RunFold } from '../../src/history/compare/run.ts';
import type { Surroundings } from '../../src/history/compare/surroundings.ts';

export const surroundings: Surroundings = {
  host: {
    os: 'Debian GNU/Linux 12',
    cpu: 'AMD EPYC 7763',
    cpuCount: 16,
    memoryMiB: 65_536,
    gpus: [{ name: 'NVIDIA L4', vramMiB: 23_034, driver: '580.95.05' }],
  },
  runner: { version: '0.1.0', node: '24.21.0' },
  engines: { 'ollama/qwen3:8b': { version: '0.12.3', binary: '/usr/local/bin/ollama', modelDigest: 'a'.repeat(64) } },
  plan: { name: 'Nightly', version: '1.4.0', sha256: 'b'.repeat(64), files: { 'audio/hello.wav': 'c'.repeat(64) } },
  git: { commit: 'd'.repeat(40), dirty: false },
  selection: null,
};

export function comparedResult(changes: Partial<ComparedResult> = {}): ComparedResult {
  return {
    testId: 'LLM-001[qwen3-8b]',
    domain: 'llm',
    driver: 'llm',
    loadout: 'qwen3-8b',
    repeat: 1,
    attempt: 1,
    status: 'passed',
    flaky: false,
    metrics: {},
    validity: [],
    services: { llm: {} },
    ...changes,
  };
}

/** Selected are the tests of the results, with one repeat each, unless `selected` says otherwise. */
export function comparedRun(
  results: readonly ComparedResult[],
  { runId = 'RUN_20260301_101500', selected = [] as readonly { testId: string; repeats: number }[] } = {},
): ComparedRun {
  const fold = new RunFold(selected);
  for (const result of results) fold.add(result);
  return { runId, startedAt: null, surroundings, tests: fold.tests() };
}

export interface Shape {
  readonly tests: number;
  readonly repeats: number;
}

/** `metrics` is asked for each repeat of each test, both from 0. */
export function measuredRun(
  { tests, repeats }: Shape,
  metrics: (test: number, repeat: number) => ComparedResult['metrics'],
  changes: Partial<ComparedResult> = {},
): ComparedRun {
  const results = Array.from({ length: tests }, (_, test) =>
    Array.from({ length: repeats }, (__, repeat) =>
      comparedResult({
        testId: `LLM-${String(test + 1).padStart(3, '0')}[qwen3-8b]`,
        repeat: repeat + 1,
        metrics: metrics(test, repeat),
        ...changes,
      }),
    ),
  );
  return comparedRun(results.flat());
}

export interface Chance {
  /** Within 0 and 1, both excluded. */
  readonly uniform: () => number;
  readonly normal: () => number;
  /** Student's t with two degrees of freedom: its variance is infinite. */
  readonly heavyTailed: () => number;
}

export function chance(seed: number): Chance {
  const generator = mersenne(seed);
  const uniform = () => ((generator.next() >>> 0) + 0.5) / 2 ** 32;
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
    heavyTailed: () => {
      const u = uniform();
      return (2 * u - 1) / Math.sqrt(2 * u * (1 - u));
    },
  };
}
