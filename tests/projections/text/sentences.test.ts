import { describe, expect, it } from 'vitest';
import type { ServiceDetails, SessionEvent } from '../../../src/domain/events.ts';
import { sentenceFor } from '../../../src/projections/text/sentences.ts';
import { runStarted } from '../../support/sample-events.ts';
import { sampleResult } from '../../support/sample-results.ts';

const service = 'builtin/tiny-markov';
const loadout = { domain: 'llm', loadout: 'tiny-markov' };
const starting = {
  type: 'service.starting',
  service,
  adapter: 'builtin',
  model: 'tiny-markov',
  api: 'openai',
  domain: 'llm',
  builtin: true,
  port: 41_233,
  url: 'http://127.0.0.1:41233',
  log: 'svc.log',
  pid: 1,
} as const;
const summary = { total: 9, executed: 7, passed: 5, failed: 1, timeout: 0, error: 1, skipped: 1, pending: 1, flaky: 2 };

function said(...events: SessionEvent[]): (string | null)[] {
  return events.map((event) => {
    const sentence = sentenceFor(event);
    return sentence === null ? null : `${sentence.level} ${sentence.message}`;
  });
}

describe('what the progression log says', () => {
  it('uses the specified forms', () => {
    expect(
      said(
        runStarted({ gpu: false }),
        { type: 'domain.started', domain: 'llm', driver: 'llm', tests: 2, trials: 2 },
        { type: 'model.loading', service, model: 'tiny-markov' },
        { type: 'trial.finished', result: sampleResult() },
        { type: 'service.failed', service, skipped: false, message: 'it exited with code 1' },
      ),
    ).toEqual([
      'INFO Starting Test Run: Full local stack',
      'INFO Switching to Domain: llm',
      'INFO Loading Model: tiny-markov',
      'INFO Scenario LLM-001[tiny-markov]: PASSED (Duration: 0.8s)',
      `ERROR Error: service ${service} did not start: it exited with code 1`,
    ]);
  });

  it('follows a service through its life', () => {
    const ended = {
      type: 'service.exited',
      service,
      exitCode: 1,
      signal: null,
      cause: "out of memory (the GPU's)",
      lastLines: ['loading', 'CUDA error: out of memory'],
      lastLine: 'CUDA error: out of memory',
    } as const;
    expect(
      said(
        starting,
        {
          ...starting,
          service: 'remote',
          builtin: false,
          port: null,
          url: 'http://10.0.0.7:8000',
          log: null,
          pid: null,
        },
        {
          type: 'service.ready',
          service,
          startupMs: 412,
          version: '0.1.0',
          modelDigest: null,
          binary: null,
          details: {},
        },
        { type: 'service.failed', service, skipped: true, message: 'ollama is not installed' },
        ended,
        { type: 'service.restarting', service, attempt: 1, of: 2, why: 'it exited with code 1' },
        { ...ended, exitCode: null, signal: 'SIGSEGV', cause: null, lastLines: [], lastLine: null },
        { type: 'service.stopped', service, durationMs: 41, forced: false },
        { type: 'service.stopped', service, durationMs: 5000, forced: true },
      ),
    ).toMatchInlineSnapshot(`
      [
        "INFO Starting Service: builtin/tiny-markov (built-in) on port 41233, log svc.log",
        "INFO Connecting to Service: remote at http://10.0.0.7:8000",
        "INFO Service builtin/tiny-markov ready in 0.4s, version 0.1.0",
        "WARNING Service builtin/tiny-markov is not available: ollama is not installed",
        "ERROR Error: service builtin/tiny-markov exited with code 1: out of memory (the GPU's); its last lines: "loading | CUDA error: out of memory"",
        "WARNING Restarting Service: builtin/tiny-markov (1 of 2): it exited with code 1",
        "ERROR Error: service builtin/tiny-markov was ended by SIGSEGV",
        "INFO Service builtin/tiny-markov stopped in 0.04s",
        "INFO Service builtin/tiny-markov killed after 5.0s",
      ]
    `);
  });

  it('says what a service tells of itself and its model', () => {
    const ready = { type: 'service.ready', service, startupMs: 4120, version: null, modelDigest: null, binary: null };
    const readyWith = (details: ServiceDetails): SessionEvent => ({ ...ready, type: 'service.ready', details });
    expect(
      said(
        readyWith({ contextLength: 4096, layersOnGpu: '37/37', sizeMiB: 5964, sizeVramMiB: 5964 }),
        readyWith({ contextLength: 131_072, layersOnGpu: '20/37', sizeMiB: 9000, sizeVramMiB: 5000, totalSlots: 4 }),
        readyWith({ maxModelLen: 8192, kvCacheTokens: 54_000, modelMemoryGiB: 2.9 }),
        readyWith({ modelType: 'small.en', modelPath: '/models/ggml.bin' }),
      ),
    ).toEqual([
      `INFO Service ${service} ready in 4.1s (context 4,096, 37/37 layers on GPU, 5.8 GiB in VRAM)`,
      `INFO Service ${service} ready in 4.1s (context 131,072, 4 slots, 20/37 layers on GPU, 4.9 GiB of 8.8 GiB in VRAM)`,
      `INFO Service ${service} ready in 4.1s (context 8,192, 2.9 GiB in VRAM)`,
      `INFO Service ${service} ready in 4.1s (model type small.en)`,
    ]);
  });

  it('follows a model that is being fetched', () => {
    const pulling = { type: 'model.pulling', service: 'ollama/qwen3:8b', model: 'qwen3:8b' } as const;
    const status = 'pulling manifest';
    const of = (completedBytes: number, totalBytes: number) => ({ completedBytes, totalBytes });
    expect(
      said(
        { ...pulling, status, progress: null },
        { ...pulling, status, progress: of(1_788_000_000, 5_225_000_000) },
        { ...pulling, status: 'verifying', progress: of(5_225_000_000, 5_225_000_000) },
        { ...pulling, status, progress: of(0, 0) },
      ),
    ).toEqual([
      'INFO Pulling qwen3:8b: pulling manifest',
      'INFO Pulling qwen3:8b: 34 % of 4.9 GiB',
      'INFO Pulling qwen3:8b: 100 % of 4.9 GiB',
      'INFO Pulling qwen3:8b: pulling manifest',
    ]);
  });

  it('says what became of servers that were there before', () => {
    const about = { service: 'ollama/qwen3:8b', program: 'ollama', pid: 812, port: 11_434, unit: 'ollama.service' };
    const restarted = { type: 'existing.restarted', program: 'ollama', unit: 'ollama.service' } as const;
    const why = 'it runs in a container';
    expect(
      said(
        { type: 'existing.stopped', ...about },
        { type: 'existing.stopped', ...about, unit: null },
        { type: 'existing.kept', ...about, why, vramMiB: 6200 },
        { type: 'existing.kept', ...about, pid: null, port: null, unit: null, why, vramMiB: null },
        { ...restarted, error: null },
        { ...restarted, error: 'Access denied' },
      ),
    ).toEqual([
      'WARNING Stopped the ollama that was already running (pid 812, port 11434, ollama.service); ollama.service is started again at the end of the run',
      'WARNING Stopped the ollama that was already running (pid 812, port 11434); nobody will start it again',
      'WARNING Left the ollama that is already running (pid 812, port 11434, ollama.service) as it is: it runs in a container; it holds 6.1 GiB of VRAM; ours runs beside it',
      'WARNING Left the ollama that is already running (pid unknown) as it is: it runs in a container; ours runs beside it',
      'INFO Started ollama.service again, which had been stopped for this run',
      'WARNING ollama.service was stopped for this run and could not be started again: Access denied',
    ]);
  });

  it('says what memory of the GPUs a loadout took, and what did not come back', () => {
    const name = 'NVIDIA GeForce RTX 4090';
    const times = { setupMs: 8400, warmupMs: 0, executionMs: 5200, cleanupMs: 30 };
    const gpus = [
      { index: 0, name, beforeMiB: 412, loadedMiB: 5987, peakMiB: 6120, afterMiB: 1312 },
      { index: 1, name, peakMiB: 412 },
      { index: 2, name },
    ];
    const kept = {
      type: 'memory.kept',
      ...loadout,
      services: ['builtin/x'],
      waitedMs: 10_020,
      gpus: [{ index: 0, name, keptMiB: 900 }],
    } as const;
    const holder = { gpuUuid: 'GPU-0', pid: 4711, name: '/usr/bin/python3' };
    expect(
      said(
        { type: 'loadout.finished', ...loadout, ...times, gpus },
        { ...kept, holders: [] },
        {
          ...kept,
          services: ['a', 'b'],
          holders: [
            { ...holder, usedMiB: 884 },
            { ...holder, pid: 5, name: null },
          ],
        },
        { ...kept, services: [], holders: Array.from({ length: 7 }, (_, n) => ({ ...holder, name: 'x', pid: n })) },
      ),
    ).toEqual([
      'INFO Finished Loadout: tiny-markov (setup 8.4s, execution 5.2s, cleanup 0.03s); VRAM GPU 0: 412 MiB before, 5.8 GiB loaded, 6.0 GiB peak, 1.3 GiB after; GPU 1: 412 MiB peak',
      'WARNING VRAM not given back: builtin/x kept 900 MiB of GPU 0 (NVIDIA GeForce RTX 4090) after its end; waited 10.0s',
      'WARNING VRAM not given back: a, b kept 900 MiB of GPU 0 (NVIDIA GeForce RTX 4090) after their end; waited 10.0s; held by /usr/bin/python3 (pid 4711, 884 MiB), a process (pid 5)',
      'WARNING VRAM not given back: loadout tiny-markov kept 900 MiB of GPU 0 (NVIDIA GeForce RTX 4090) after its end; waited 10.0s; held by x (pid 0), x (pid 1), x (pid 2), x (pid 3), x (pid 4) and 2 more',
    ]);
  });

  it('says why a trial did not simply pass', () => {
    const checks = [{ name: 'contains', passed: false, expected: 'Paris', actual: 'Rome' }];
    const step = { name: 'npm test', status: 'error', durationMs: 1, metrics: {}, checks: [], actual: null } as const;
    const trial = (over: Parameters<typeof sampleResult>[0]) =>
      ({ type: 'trial.finished', result: sampleResult(over) }) as const;
    expect(
      said(
        trial({ status: 'failed', checks }),
        trial({ status: 'failed', checks: [{ name: 'metric ttftMs', passed: false, message: 'too slow to talk to' }] }),
        trial({ status: 'error', error: 'connection refused' }),
        trial({ status: 'error', checks: [], steps: [{ ...step, error: 'not found' }] }),
        trial({ status: 'skipped', reason: 'waits for a bigger card' }),
        trial({ attempt: 2, repeat: 3, flaky: true }),
      ),
    ).toMatchInlineSnapshot(`
      [
        "ERROR Scenario LLM-001[tiny-markov]: FAILED (Duration: 0.8s): contains: expected "Paris", got "Rome"",
        "ERROR Scenario LLM-001[tiny-markov]: FAILED (Duration: 0.8s): metric ttftMs: too slow to talk to",
        "ERROR Scenario LLM-001[tiny-markov]: ERROR (Duration: 0.8s): connection refused",
        "ERROR Scenario LLM-001[tiny-markov]: ERROR (Duration: 0.8s): npm test: not found",
        "INFO Scenario LLM-001[tiny-markov]: SKIPPED: waits for a bigger card",
        "WARNING Scenario LLM-001[tiny-markov]: PASSED (Duration: 0.8s, repeat 3, attempt 2, flaky)",
      ]
    `);
  });

  it('has a sentence for the turns of a run', () => {
    const end = { type: 'run.finished', status: 'completed', outcome: 'failed', summary, durationMs: 34_500 } as const;
    const times = { setupMs: 400, warmupMs: 120, executionMs: 5200, cleanupMs: 30, gpus: [] };
    expect(
      said(
        { type: 'loadout.started', ...loadout, services: [service] },
        { type: 'warmup.started', ...loadout },
        { type: 'warmup.finished', ...loadout, durationMs: 310, error: null },
        { type: 'warmup.finished', ...loadout, durationMs: 310, error: 'status 500' },
        {
          type: 'trial.started',
          testId: 'A',
          name: 'a',
          domain: 'd',
          loadout: null,
          repeat: 1,
          repeats: 1,
          attempt: 1,
        },
        {
          type: 'trial.started',
          testId: 'A',
          name: 'a',
          domain: 'd',
          loadout: null,
          repeat: 1,
          repeats: 1,
          attempt: 2,
        },
        { type: 'loadout.finished', ...loadout, ...times },
        { type: 'domain.finished', domain: 'llm', durationMs: 12_340 },
        { type: 'notice.raised', level: 'warning', message: 'the filters leave LLM-001 out' },
        { type: 'notice.raised', level: 'error', message: 'telemetry stopped' },
        { type: 'run.stopping', reason: { kind: 'signal', signal: 'SIGINT' } },
        { type: 'run.stopping', reason: { kind: 'max-failures', failures: 1 } },
        { type: 'run.stopping', reason: { kind: 'fatal', message: 'the disk is full' } },
        { ...end, exitCode: 1, reason: null },
        { type: 'report.started' },
        { type: 'report.finished', path: 'report.xlsx', durationMs: 640 },
        { type: 'report.failed', message: 'no space left' },
      ),
    ).toMatchInlineSnapshot(`
      [
        "INFO Switching to Loadout: tiny-markov (builtin/tiny-markov)",
        "INFO Warming up: tiny-markov",
        "INFO Warm-up of tiny-markov finished (Duration: 0.3s)",
        "WARNING Warm-up of tiny-markov failed: status 500",
        null,
        "INFO Retrying A (attempt 2)",
        "INFO Finished Loadout: tiny-markov (setup 0.4s, warm-up 0.1s, execution 5.2s, cleanup 0.03s)",
        "INFO Finished Domain: llm (Duration: 12.3s)",
        "WARNING the filters leave LLM-001 out",
        "ERROR Error: telemetry stopped",
        "WARNING Stopping Test Run: stopped by SIGINT",
        "WARNING Stopping Test Run: stopped after 1 failed test",
        "ERROR Error: the run cannot go on: the disk is full",
        "ERROR Finished Test Run: FAILED (5 passed, 2 of them flaky, 1 failed, 1 error, 1 skipped, 1 not run; Duration: 34.5s)",
        "INFO Writing Report",
        "INFO Report written: report.xlsx (Duration: 0.6s)",
        "ERROR Error: the report could not be written: no space left",
      ]
    `);
  });

  it('keeps hostile text on one line and free of control characters', () => {
    const hostile = 'a\u001b[2J\u001b]0;title\u0007b\r\nc\u202ed\u0000e';
    const [message] = said({ type: 'notice.raised', level: 'info', message: hostile });
    expect(message).toBe('INFO ab cde');
  });

  it('cuts what a service says without end', () => {
    const [message = ''] = said({ type: 'report.failed', message: 'x'.repeat(1_000_000) });
    expect(message?.length).toBeLessThan(500);
    expect(message?.endsWith('…')).toBe(true);
  });
});
