import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { doctor } from '../../src/cli/doctor.ts';
import { findEngines } from '../../src/cli/doctor-engines.ts';
import type { Findings } from '../../src/cli/doctor-findings.ts';
import { doctorText } from '../../src/cli/doctor-text.ts';
import { leftovers, runTag } from '../../src/services/run-tag.ts';
import { listProcesses } from '../../src/system/processes.ts';
import { unsupervisedServer } from '../support/unsupervised-server.ts';
import { until } from '../support/until.ts';

/** Makes a container of the simplest kind: one that sees no processes but its own. */
const canUnshare = spawnSync('unshare', ['--pid', '--fork', 'true']).status === 0;
const engines = fileURLToPath(new URL('../fixtures/engines', import.meta.url));

it('finds engines and their versions without starting any, and asks a running Ollama by HTTP', async () => {
  const server = await unsupervisedServer('fake-ollama', (port) => ({ OLLAMA_HOST: `127.0.0.1:${port}` }));
  const calls = `${engines}/calls`;
  process.env['OLLAMA_CALLS'] = calls;
  onTestFinished(() => void delete process.env['OLLAMA_CALLS']);
  const written: string[] = [];
  const place = { searchPath: engines, ollamaUrl: server.url };
  expect(await doctor({ json: true, color: false, write: (text) => void written.push(text), place })).toBe(0);
  const findings = JSON.parse(written.join(''));
  expect(findings.engines).toMatchObject([
    { name: 'ollama', path: `${engines}/ollama`, version: '0.33.0' },
    { name: 'llama-server', path: `${engines}/llama-server`, version: '5330 (4773d7a0)' },
    { name: 'vllm', path: null, version: null },
    { name: 'whisper-server', path: null, version: null },
    { name: 'uvicorn', path: `${engines}/uvicorn`, version: '0.35.0' },
    { name: 'espeak-ng', path: `${engines}/espeak-ng`, version: '1.51' },
  ]);
  expect(findings.ollama).toEqual({ url: server.url, version: '0.33.0', loaded: [], models: ['tiny:latest'] });
  expect(existsSync(calls)).toBe(false);
});

it.each([
  ['exit 127', null, 'it exited with code 127'],
  ['kill -9 $$', null, 'it was ended by SIGKILL'],
  ['echo hello', null, 'it says none'],
  ['yes', null, 'it printed more than 4194304 bytes'],
  ['printf "tool \\033[31m1.2\\033[0m\\n"', '1.2', null],
  ['printf "1.2 and %01000d" 0', '1.2', null],
  ['printf "version %01000d" 0', `${'0'.repeat(391)}…`, null],
])('says of a program that does %j what is wrong with it', async (script, version, problem) => {
  const directory = mkdtempSync(join(tmpdir(), 'flightdeck-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'uvicorn');
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const found = await findEngines(directory);
  expect(found.find(({ name }) => name === 'uvicorn')).toMatchObject({ path, version, problem });
});

it('tells a program that may not be executed from one that is not there', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'flightdeck-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, 'vllm'), '');
  const found = await findEngines(directory);
  expect(found.find(({ name }) => name === 'vllm')).toMatchObject({
    path: join(directory, 'vllm'),
    problem: 'this user may not execute it',
  });
});

it('names what is left of a run whose runner is gone, and not the processes of one that lives', () => {
  const ours = runTag('RUN_1');
  const tags = [ours, { ...ours, FLIGHTDECK_RUN: 'RUN_2.abc', FLIGHTDECK_RUNNER: '999999:1' }];
  const [alive, orphan] = tags.map((env) => spawn('sleep', ['60'], { env: { ...process.env, ...env } }));
  onTestFinished(() => {
    alive?.kill('SIGKILL');
    orphan?.kill('SIGKILL');
  });
  const found = leftovers().filter(({ pid }) => pid === alive?.pid || pid === orphan?.pid);
  expect(found).toEqual([{ pid: orphan?.pid, name: 'sleep', runId: 'RUN_2' }]);
});

it.runIf(canUnshare)(
  'does not call that left over which runs in a container, where its runner cannot be seen',
  async () => {
    const mark = { FLIGHTDECK_RUN: `RUN_3.${randomUUID()}`, FLIGHTDECK_RUNNER: '999999:1' };
    const child = spawn('unshare', ['--pid', '--fork', '--kill-child', 'sleep', '60'], {
      env: { ...process.env, ...mark },
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const inside = await until(() => listProcesses().find(({ parent }) => parent === child.pid), 'the container');
    const found = leftovers().map(({ pid }) => pid);
    expect(found).toContain(child.pid);
    expect(found).not.toContain(inside.pid);
  },
);

const everything: Findings = {
  runner: { version: '0.1.0', node: 'v24.21.0', platform: 'linux x64' },
  host: {
    os: 'Debian GNU/Linux 12',
    cpu: 'AMD EPYC',
    cpuCount: 2,
    memoryMiB: 24105,
    gpus: [
      { name: 'NVIDIA H200', vramMiB: 143771, driver: '570.86.15' },
      { name: 'NVIDIA GB10', vramMiB: null, driver: null },
    ],
  },
  engines: [
    { name: 'ollama', path: '/usr/local/bin/ollama', version: '0.33.0', problem: null, howToGet: '' },
    {
      name: 'llama-server',
      path: '/opt/llama-server',
      version: null,
      problem: 'it exited with code 127',
      howToGet: '',
    },
    { name: 'vllm', path: null, version: null, problem: null, howToGet: 'get it with "pip install vllm"' },
  ],
  ollama: {
    url: 'http://127.0.0.1:11434',
    version: '0.33.0',
    loaded: [{ name: 'qwen3:8b\u001b[31m', vramMiB: 5632 }],
    models: ['qwen3:8b'],
  },
  ports: [
    { port: 11434, usedBy: 'Ollama', holders: [{ pid: 812, name: 'ollama' }] },
    { port: 8000, usedBy: 'vLLM', holders: [{ pid: null, name: null }] },
    { port: 8080, usedBy: 'llama-server', holders: [] },
  ],
  leftovers: [{ pid: 4711, name: 'llama-server', runId: 'RUN_20260301_101500' }],
};

it('tells a person what is there, what is in the way and what is missing', () => {
  expect(doctorText(everything, false)).toMatchSnapshot();
});

it('says so where nothing is missing or left over', () => {
  const text = doctorText({ ...everything, engines: everything.engines.slice(0, 2), leftovers: [] }, true);
  expect(text).not.toContain('Missing');
  expect(text).toContain('nothing');
  expect(text).toContain('\u001b[1mEngines\u001b[22m');
});
