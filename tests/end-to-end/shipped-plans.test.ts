// Each plan that ships is executed, as far as a test may take: the slow ones in part.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root, Workspace } from '../support/runner.ts';
import { serviceFixture } from '../support/service-fixture.ts';

const plan = (name: string): string => `${root}plans/${name}.yaml`;
const statuses = (workspace: Workspace): Record<string, string> =>
  Object.fromEntries(workspace.onDisk.results.map(({ testId, status }) => [testId, status]));
/** Where programs are found: with engines that this machine may have left out, so that each test finds what it expects. */
const engines = ['ollama', 'llama-server', 'vllm', 'whisper-server', 'uvicorn', 'uv'];
const searchPath = (process.env['PATH'] ?? '')
  .split(':')
  .filter((directory) => !engines.some((engine) => existsSync(`${directory}/${engine}`)));
const withoutEngines = { env: { PATH: searchPath.join(':') } };
const withOllama = { env: { PATH: [`${root}tests/fixtures/ollama/knows-answers`, ...searchPath].join(':') } };
const isInstalled = (program: string): boolean => searchPath.some((directory) => existsSync(`${directory}/${program}`));

describe('the plans that ship', { concurrent: true }, () => {
  it('smoke.yaml passes on any machine', async (test) => {
    const workspace = new Workspace(test);
    const { code, stdout, stderr } = await workspace.run([plan('smoke')]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('PASSED  3 passed of 3 tests');
    expect(statuses(workspace)).toEqual({
      'SMOKE-001[tiny-markov]': 'passed',
      'SMOKE-002[tiny-markov]': 'passed',
      'SHELL-001': 'passed',
    });
    expect(workspace.onDisk.results.map(({ driver }) => driver)).toEqual(['llm', 'llm', 'command']);
  });

  it('commands.yaml passes, with a static file server from npm that its steps use', async (test) => {
    const workspace = new Workspace(test);
    const { code, stdout } = await workspace.run([plan('commands'), '--no-report']);
    expect(code, stdout).toBe(0);
    expect(Object.values(statuses(workspace))).toEqual(Array.from({ length: 6 }, () => 'passed'));
    const { events, results, text } = workspace.onDisk;
    const started = events.find((event) => event.type === 'service.starting');
    expect(started).toMatchObject({ service: 'site', adapter: 'command', api: 'none' });
    const log = text(started?.type === 'service.starting' ? (started.log ?? '') : '');
    expect(log).toContain('Starting up http-server');
    expect(log).toContain('"GET /smoke.yaml"');
    const fetched = results.find(({ testId }) => testId === 'WEB-001[site]');
    expect(fetched?.steps[0]?.actual?.content).toContain('name: Smoke');
  });

  it('full.yaml passes in part, without an Ollama', async (test) => {
    const workspace = new Workspace(test);
    const args = ['--loadout', 'markov-brisk', '--repeats', '1', '--ids', 'LLM-001,LLM-002,LLM-003,LLM-007,LLM-009'];
    const { code, stdout } = await workspace.run([plan('full'), ...args], withoutEngines);
    expect(code, stdout).toBe(0);
    expect(statuses(workspace)).toEqual({
      'LLM-001[markov-brisk]': 'passed',
      'LLM-002[markov-brisk]': 'passed',
      'LLM-003[markov-brisk]': 'passed',
      'LLM-007[markov-brisk]': 'passed',
      'LLM-009[markov-brisk]': 'skipped',
    });
    expect(stdout).toContain('waits for a model with a long context');
  });

  it('full.yaml covers five domains on built-in engines, and skips the others with the reason', async (test) => {
    const workspace = new Workspace(test);
    const args = ['--priority', 'P0', '--repeats', '1', '--no-report'];
    const { code, stdout } = await workspace.run([plan('full'), ...args], withoutEngines);
    expect(code, stdout).toBe(0);
    const found = Object.entries(statuses(workspace)).filter(([testId]) => !testId.startsWith('LLM-002'));
    expect(Object.fromEntries(found)).toEqual({
      'LLM-001[markov-brisk]': 'passed',
      'LLM-001[markov-steady]': 'passed',
      'LLM-001[llama3.2:3b]': 'skipped',
      'LLM-001[llama-server]': 'skipped',
      'LLM-001[vllm]': 'skipped',
      'VLM-001[pixel-vlm]': 'passed',
      'VLM-001[gemma3:4b]': 'skipped',
      'STT-001[modem-stt]': 'passed',
      'TTS-001[modem-round-trip]': 'passed',
      'TTS-001[speaches-kokoro]': 'skipped',
      'STS-001[full-builtin]': 'passed',
      'TOOL-001': 'passed',
    });
    const { results } = workspace.onDisk;
    const metricsOf = (testId: string) => results.find((result) => result.testId === testId)?.metrics;
    expect(metricsOf('VLM-001[pixel-vlm]')).toMatchObject({ ttftMs: expect.any(Number), tokenSource: 'server' });
    expect(metricsOf('STT-001[modem-stt]')).toMatchObject({ wer: 0, rtf: expect.any(Number), normaliser: 'english-1' });
    expect(metricsOf('TTS-001[modem-round-trip]')).toMatchObject({ ttfaMs: expect.any(Number), wer: 0 });
    expect(metricsOf('STS-001[full-builtin]')).toMatchObject({ voiceToVoiceMs: expect.any(Number), wer: 0 });
    expect(results.find(({ testId }) => testId === 'LLM-001[llama3.2:3b]')?.reason).toMatch(
      /^service "ollama\/llama3\.2:3b" needs the program "ollama", but it is not on PATH; .*ollama/,
    );
  });

  it('full.yaml as a whole can be shown without starting anything', async (test) => {
    const workspace = new Workspace(test);
    const { code, stdout, stderr } = await workspace.run([plan('full'), '--dry-run']);
    expect({ code, stderr, runs: workspace.runFolders() }).toEqual({ code: 0, stderr: '', runs: [] });
    test.expect(stdout).toMatchSnapshot();
  });

  it.for(['stt', 'tts', 'sts', 'vlm'])('%s.yaml passes on built-in engines', async (name, test) => {
    const workspace = new Workspace(test);
    const { code, stdout } = await workspace.run([plan(name), '--repeats', '1', '--no-report'], withoutEngines);
    expect(code, stdout).toBe(0);
    const { results } = workspace.onDisk;
    expect(new Set(results.map(({ driver }) => driver))).toEqual(new Set([name]));
    expect(results.some(({ services }) => Object.values(services).some(({ builtin }) => builtin))).toBe(true);
  });

  it.for(['llm', 'gpu-24gb'])('%s.yaml skips everything without its engines: exit code 4', async (name, test) => {
    const workspace = new Workspace(test);
    const { code, stdout } = await workspace.run([plan(name), '--no-report'], withoutEngines);
    expect(code, stdout).toBe(4);
    expect(new Set(Object.values(statuses(workspace)))).toEqual(new Set(['skipped']));
  });

  it('debian-speech.yaml speaks and listens with the engines of Debian, or says which one is missing', async (test) => {
    const workspace = new Workspace(test);
    const { code, stdout } = await workspace.run([plan('debian-speech'), '--no-report'], withoutEngines);
    const { results } = workspace.onDisk;
    const german = results.find(({ testId }) => testId === 'ESPEAK-002[espeak]');
    if (isInstalled('espeak-ng')) {
      expect(code, stdout).toBe(0);
      expect(german).toMatchObject({ status: 'passed', metrics: { audioSeconds: expect.any(Number) } });
      expect(german?.actual?.audioPath).toBe('artifacts/tts_ESPEAK-002_espeak_1_1.wav');
    } else {
      expect(stdout).toContain('apt-get install espeak-ng');
    }
  });

  it('ollama.yaml skips everything where Ollama is not installed: exit code 4', async (test) => {
    const workspace = new Workspace(test);
    const { code, stdout } = await workspace.run([plan('ollama'), '--no-report'], withoutEngines);
    expect(code, stdout).toBe(4);
    expect(new Set(Object.values(statuses(workspace)))).toEqual(new Set(['skipped']));
    expect(workspace.onDisk.json('run.json')).toMatchObject({
      status: 'completed',
      outcome: 'partial',
      exitCode: 4,
      summary: { total: 12, executed: 0, skipped: 12 },
    });
  });

  it('ollama.yaml with an Ollama that must be there is in error where it is not: exit code 3', async (test) => {
    const workspace = new Workspace(test);
    const text = readFileSync(plan('ollama'), 'utf8').replace('optional: true', 'optional: false');
    const { code, stdout } = await workspace.run([workspace.plan(text), '--no-report'], withoutEngines);
    expect(code, stdout).toBe(3);
    const { results } = workspace.onDisk;
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['error']));
    expect(results[0]?.error).toMatch(
      /^service "ollama\/llama3\.2:3b" needs the program "ollama", but it is not on PATH; /,
    );
  });

  it('ollama.yaml passes on an Ollama that has its models', async (test) => {
    const workspace = new Workspace(test);
    const { code, stdout } = await workspace.run([plan('ollama'), '--repeats', '1', '--no-report'], withOllama);
    expect(code, stdout).toBe(0);
    expect(Object.keys(statuses(workspace))).toHaveLength(12);
    const [first] = workspace.onDisk.results;
    expect(first?.metrics).toMatchObject({ tokenSource: 'server', outputTokens: 1, serverLoadMs: 1 });
    expect(workspace.onDisk.events.filter(({ type }) => type === 'model.loading')).toHaveLength(3);
  });

  it('my-server.yaml measures the server that it is pointed at, and leaves it running', async (test) => {
    const workspace = new Workspace(test);
    const server = await serviceFixture('openai-instant', test);
    const env = { SERVER_URL: server.url, SERVER_MODEL: 'their-model', SERVER_KEY: 'sk-not-for-anyone' };
    const { code, stdout } = await workspace.run([plan('my-server'), '--no-report'], { env });
    expect(code, stdout).toBe(0);
    expect(workspace.onDisk.results).toHaveLength(9);
    expect(workspace.onDisk.results[0]?.services).toEqual({ llm: { service: 'server', model: 'their-model' } });
    expect((await fetch(server.url)).ok).toBe(true);
  });

  it('my-server.yaml says where nobody listens: exit code 3', async (test) => {
    const workspace = new Workspace(test);
    const server = await serviceFixture('openai-instant', test);
    await server.stop();
    const { code } = await workspace.run([plan('my-server'), '--no-report'], { env: { SERVER_URL: server.url } });
    expect(code).toBe(3);
    expect(workspace.onDisk.results[0]?.error).toBe(
      `service "server/llama3.2:3b" is external, and nobody listens on ${server.url}; start it, or correct its url`,
    );
  });
});
