// What tests/fixtures/models-plan.yaml says about each kind of model.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { planOf } from './plan-of.ts';

const file = fileURLToPath(new URL('../fixtures/models-plan.yaml', import.meta.url));
const folder = fileURLToPath(new URL('../fixtures', import.meta.url));
const plan = planOf(readFileSync(file, 'utf8'), file);

function domain(name: string) {
  const found = plan.domains.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no domain ${name}`);
  return found;
}

function scenario(id: string) {
  const found = plan.domains.flatMap(({ scenarios }) => scenarios).find((each) => each.id === id);
  if (found === undefined) throw new Error(`no scenario ${id}`);
  return found;
}

describe('services', () => {
  it('of model servers have a usual command, to which arguments are added, and limits of their own', () => {
    expect(plan.services.get('llama')).toEqual({
      name: 'llama',
      adapter: 'llama-server',
      command: 'llama-server -m {model} --host {host} --port {port} --no-webui --ctx-size 4096'.split(' '),
      cwd: folder,
      port: 'auto',
      apiKey: '${LLAMA_KEY:-}',
      optional: false,
      env: {},
      stopGraceMs: 10_000,
      readyTimeoutMs: 60_000,
      restart: 1,
      position: { line: 8, column: 3 },
    });
    expect(plan.services.get('vllm')).toMatchObject({
      command: 'vllm serve {model} --host {host} --port {port} --enforce-eager'.split(' '),
      port: 8300,
      stopGraceMs: 30_000,
      readyTimeoutMs: 800_000,
    });
    expect(plan.services.get('whisper')).toMatchObject({
      command: ['whisper-server', '-m', '{model}', '--port', '{port}', '--convert'],
      cwd: `${folder}/models`,
      stopGraceMs: 10_000,
      readyTimeoutMs: 120_000,
    });
    expect(plan.services.get('kokoro')).toMatchObject({ readyPath: '/ready', cwd: folder, readyTimeoutMs: 180_000 });
  });

  it('are started again once where the plan does not say how often, and never where others run them', () => {
    const services = `
  builtin: { adapter: builtin }
  llama: { adapter: llama-server }
  often: { adapter: vllm, restart: 3 }
  never: { adapter: command, api: none, command: [serve, "{port}"], restart: 0 }
  audio: { adapter: openai-audio, command: [serve, "{port}"], restart: 2 }
  theirs: { adapter: external, api: openai, url: "http://127.0.0.1:8000" }`;
    const text = `name: x\nservices:${services}\ndomains: { command: { scenarios: [{ id: A, steps: [{ run: make }] }] } }`;
    expect([...planOf(text).services.values()].map(({ restart }) => restart)).toEqual([1, 1, 3, 0, 2, 0]);
  });

  it('wait as long as each engine may take, where the plan does not say', () => {
    const services = `
  llama: { adapter: llama-server }
  vllm: { adapter: vllm }
  whisper: { adapter: whisper-server }
  audio: { adapter: openai-audio, command: [serve, "{port}"] }
  ollama: { adapter: ollama }`;
    const text = `name: x\nservices:${services}\ndomains: { command: { scenarios: [{ id: A, steps: [{ run: make }] }] } }`;
    const waits = [...planOf(text).services.values()].map((each) => [each.readyTimeoutMs, each.stopGraceMs]);
    expect(waits).toEqual([
      [300_000, 10_000],
      [800_000, 20_000],
      [120_000, 10_000],
      [180_000, 10_000],
      [60_000, 10_000],
    ]);
    expect(planOf(text).services.get('audio')).toMatchObject({ readyPath: '/health' });
    expect(planOf(text).services.get('whisper')).toMatchObject({
      command: 'whisper-server -m {model} --host {host} --port {port}'.split(' '),
    });
    expect(planOf(text).services.get('ollama')).toMatchObject({
      existing: 'stop',
      pull: false,
      contextLength: 4096,
      allowCpu: false,
    });
  });

  it('that fit together are those that the plan names, all of them, or none', () => {
    expect([...plan.fitTogether]).toEqual(['builtin', 'whisper']);
    const withWord = (line: string) =>
      planOf(
        `name: x\n${line}\nservices: { a: { adapter: vllm }, b: { adapter: ollama } }\ndomains: { command: { scenarios: [{ id: A, steps: [{ run: make }] }] } }`,
      ).fitTogether;
    expect([...withWord('fitTogether: true')]).toEqual(['a', 'b']);
    expect([...withWord('fitTogether: false')]).toEqual([]);
    expect([...withWord('')]).toEqual([]);
  });
});

describe('loadouts', () => {
  it('have the role of their driver, and several where one driver needs several', () => {
    const rolesIn = (name: string) =>
      domain(name).loadouts.map(({ label, members }) => [
        label,
        members.map(({ role, service }) => `${role} ${service}`),
      ]);
    expect(rolesIn('llm')).toEqual([
      ['models/qwen.gguf', ['llm llama']],
      ['through-vllm', ['llm vllm']],
    ]);
    expect(rolesIn('stt')).toEqual([
      ['modem-stt', ['stt builtin']],
      ['models/base.bin', ['stt whisper']],
      ['speaches', ['stt kokoro']],
    ]);
    expect(rolesIn('tts')).toEqual([
      ['round', ['tts kokoro', 'stt whisper']],
      ['modem-tts', ['tts builtin']],
    ]);
    expect(rolesIn('talk')).toEqual([
      ['chain', ['stt builtin', 'llm builtin', 'tts builtin']],
      ['one-service', ['stt kokoro', 'llm llama', 'tts kokoro']],
    ]);
  });
});

describe('scenarios', () => {
  it('hold a schema that the answer keeps', () => {
    expect(scenario('LLM-1')).toMatchObject({ responseSchema: { type: 'object', required: ['name'] }, maxTokens: 64 });
    expect(scenario('VLM-1')).toMatchObject({ responseSchema: null });
  });

  it('show images with the prompt, or with a turn', () => {
    const dot = `${folder}/plans/media/dot.png`;
    expect(scenario('VLM-1')).toMatchObject({ driver: 'vlm', turns: [{ user: 'What is it?', images: [dot] }] });
    expect(scenario('VLM-2')).toMatchObject({ turns: [{ images: [dot, '${IMAGES:-plans/media}/dot.png'] }] });
    expect(scenario('VLM-3')).toMatchObject({
      turns: [{ images: [dot] }, { images: [], expect: [{ kind: 'truthy' }] }],
    });
  });

  it('have recordings written down', () => {
    expect(scenario('STT-1')).toMatchObject({
      driver: 'stt',
      audio: `${folder}/plans/media/hello.wav`,
      language: 'de',
      reference: 'hello world',
      normaliser: 'basic',
      options: { temperature: 0 },
      warmup: 1,
      expect: [
        { kind: 'wer', min: null, max: 0.1 },
        { kind: 'cer', min: 0, max: 0.05 },
        { kind: 'metric', metric: 'rtf', max: 1 },
        { kind: 'contains' },
      ],
    });
    expect(scenario('STT-2')).toMatchObject({ language: 'en', reference: '', normaliser: 'auto' });
  });

  it('have texts spoken', () => {
    expect(scenario('TTS-1')).toMatchObject({
      driver: 'tts',
      text: 'Hello [laugh]',
      reference: 'hello',
      voice: 'af_heart',
    });
    expect(scenario('TTS-2')).toMatchObject({
      voice: 'bm_george',
      language: 'en',
      reference: null,
      options: { speed: 1.1 },
    });
  });

  it('hold conversations', () => {
    expect(scenario('STS-1')).toMatchObject({
      driver: 'sts',
      audio: `${folder}/plans/media/hello.wav`,
      system: 'Be brief.',
      voice: 'af_heart',
      language: 'en',
      maxTokens: 32,
      warmup: 0,
      timeoutMs: 30_000,
      expect: [{ kind: 'wer' }, { kind: 'contains', target: 'transcript' }, { kind: 'truthy', target: 'answer' }],
    });
  });

  it('come out of a data file with the place of their row', () => {
    expect(scenario('Q-C2')).toMatchObject({
      turns: [{ user: 'What is two?' }],
      expect: [{ kind: 'contains', value: 'two' }],
      tags: ['data'],
      position: { file: `${folder}/plans/data/cases.csv`, line: 3, column: 1 },
    });
  });
});
