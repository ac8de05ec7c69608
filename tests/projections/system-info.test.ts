import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { SessionEvent } from '../../src/domain/events.ts';
import { createSystemInfo } from '../../src/projections/system-info.ts';

const snapshot = {
  startTime: '2026-11-21T10:00:00.000Z',
  host: { os: 'Linux', cpu: 'CPU', cpuCount: 2, memoryMiB: 1024, gpus: [] },
  git: { commit: 'abc', branch: 'main', dirty: false },
  runner: { version: '0.1.0', node: 'v24.0.0' },
  triggeredBy: 'test',
  plan: {
    path: '/plans/p.yaml',
    directory: '/plans',
    sha256: 'f00',
    files: {},
    content: 'name: P\nservices:\n  s: { apiKey: "${KEY}" }   # as written: "quoted", \'single\'\n\ttab: |\n  text\n',
  },
};

it('is written before anything starts, with the plan exactly as it was', () => {
  const saved: string[] = [];
  createSystemInfo((text) => void saved.push(text), snapshot);
  expect(saved).toHaveLength(1);
  expect(parse(saved[0] ?? '')).toEqual({ ...snapshot, services: {} });
});

it('takes each service in when it is ready', () => {
  const saved: string[] = [];
  const subject = createSystemInfo((text) => void saved.push(text), snapshot);
  const tell = (event: SessionEvent): void => subject.onEvent({ v: 1, seq: 1, at: '', elapsedMs: 0, event });
  tell({
    type: 'service.starting',
    service: 'ollama/qwen3:8b',
    adapter: 'ollama',
    model: 'qwen3:8b',
    api: 'ollama',
    domain: 'llm',
    builtin: false,
    port: 4000,
    url: 'http://127.0.0.1:4000',
    log: 'svc.log',
    pid: 5,
  });
  tell({
    type: 'service.ready',
    service: 'ollama/qwen3:8b',
    startupMs: 10,
    version: '0.33.0',
    modelDigest: 'sha256:1',
    binary: '/usr/bin/ollama',
    details: { contextLength: 4096 },
  });
  expect(parse(saved.at(-1) ?? '').services).toEqual({
    'ollama/qwen3:8b': {
      adapter: 'ollama',
      model: 'qwen3:8b',
      builtin: false,
      url: 'http://127.0.0.1:4000',
      binary: '/usr/bin/ollama',
      version: '0.33.0',
      modelDigest: 'sha256:1',
      details: { contextLength: 4096 },
    },
  });
});
