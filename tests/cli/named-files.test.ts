import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hashesOfNamedFiles } from '../../src/cli/named-files.ts';
import { planOf } from '../plan/plan-of.ts';

let place: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'flightdeck-'));
});
afterEach(() => rmSync(place, { recursive: true }));

function hashesFor(command: readonly string[], cwd = '.') {
  const text = `name: P
services:
  s: { adapter: command, command: ${JSON.stringify(command)}, cwd: ${JSON.stringify(cwd)}, port: 4000, api: none }
  o: { adapter: ollama }
domains: { command: { loadouts: [s], scenarios: [{ id: A, steps: [{ run: "true" }] }] } }`;
  return hashesOfPlan(text);
}

function hashesOfPlan(text: string) {
  const { services, domains, source } = planOf(text, join(place, 'plans', 'p.yaml'));
  const scenarios = domains.flatMap((domain) => domain.scenarios);
  return hashesOfNamedFiles({ services: services.values(), scenarios }, source.directory);
}

function file(name: string, content: string): string {
  mkdirSync(join(place, 'plans', 'app'), { recursive: true });
  writeFileSync(join(place, 'plans', name), content);
  return createHash('sha256').update(content).digest('hex');
}

it('hashes the files among the words of a command, by their paths from the plan', async () => {
  const serve = file('serve.py', 'one');
  const config = file('app/config.json', 'two');
  const beside = file('../beside.sh', 'three');
  const script = file('start', 'four');
  expect(await hashesFor(['./start', 'serve.py', '--port', '{port}', 'app/config.json', '../beside.sh'])).toEqual({
    [join(place, 'beside.sh')]: beside,
    'app/config.json': config,
    'serve.py': serve,
    start: script,
  });
  expect(await hashesFor(['python3', 'config.json'], 'app')).toEqual({ 'app/config.json': config });
});

it('takes the program for a file only where it is written as a path', async () => {
  file('python3', 'not the one on PATH');
  expect(await hashesFor(['python3', '-V'])).toEqual({});
});

it('leaves out folders, devices, what is not there, and what is larger than 64 MiB', async () => {
  file('model.gguf', '');
  truncateSync(join(place, 'plans', 'model.gguf'), 64 * 1024 * 1024 + 1);
  expect(await hashesFor(['serve', 'app', 'model.gguf', 'gone.py', '/dev/zero', 'serve/deeper'])).toEqual({});
});

it('hashes recordings, images and data files, each once', async () => {
  const hello = file('hello.wav', 'sound');
  const red = file('red.png', 'red');
  const cases = file('app/cases.csv', 'id,audio\nA,hello.wav\nB,hello.wav\n');
  const beside = file('app/hello.wav', 'other sound');
  const text = `name: P
services: { builtin: { adapter: builtin } }
domains:
  stt:
    loadouts: [builtin/modem-stt]
    scenarios: [{ id: S, audio: hello.wav }]
    scenariosFrom: app/cases.csv
  vlm:
    loadouts: [builtin/pixel-vlm]
    scenarios: [{ id: V, prompt: What is it?, images: [red.png] }]`;
  expect(await hashesOfPlan(text)).toEqual({
    'app/cases.csv': cases,
    'app/hello.wav': beside,
    'hello.wav': hello,
    'red.png': red,
  });
});
