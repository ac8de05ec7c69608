// Plans whose services are fakes of one behaviour each, and what a user reads about them at the end of a run.
import { join } from 'node:path';
import { stringify } from 'yaml';
import { root } from './runner.ts';

export interface FakeModel {
  /** Below tests/fixtures. */
  readonly program: string;
  /** Where they are not `--port {port}`. */
  readonly args?: readonly string[];
  readonly ready?: object;
}

/** One scenario that is asked of each of its fakes; their names are the labels of the loadouts. */
export interface FakeDomain {
  readonly driver: 'llm' | 'tts' | 'stt';
  readonly api?: 'openai' | 'ollama';
  readonly scenario: object;
  readonly fakes: Readonly<Record<string, FakeModel>>;
}

/** Test ids are those of the domain and the fake, for example `chat[no-model]`. */
export function planOfFakes(domains: Readonly<Record<string, FakeDomain>>): string {
  const services: Record<string, object> = {};
  const written: Record<string, object> = {};
  for (const [name, { driver, api = 'openai', scenario, fakes }] of Object.entries(domains)) {
    const loadouts: object[] = [];
    for (const [label, fake] of Object.entries(fakes)) {
      services[`${name}-${label}`] = serviceOf(fake, api);
      loadouts.push({ service: `${name}-${label}`, model: 'm', label });
    }
    written[name] = { driver, loadouts, scenarios: [{ id: name, ...scenario }] };
  }
  return stringify({ name: 'Fakes', defaults: { warmup: 0 }, services, domains: written });
}

function serviceOf({ program, args = ['--port', '{port}'], ready }: FakeModel, api: string): object {
  const command = [process.execPath, join(root, 'tests/fixtures', program), ...args];
  return { adapter: 'command', api, restart: 0, command, ...(ready !== undefined && { ready }) };
}

/** Of each failed test: its status and the sentence below it, without what differs from run to run. */
export function printedFailures(stdout: string): Readonly<Record<string, string>> {
  const [, failures = ''] = stdout.split(/^── Failures .*$/m);
  const found: Record<string, string> = {};
  for (const block of failures.split('\n\n')) {
    const [, status, testId] = /^✗ (\w+)(?: [\d.]+s)? (\S+) {2}/.exec(block.trimStart()) ?? [];
    const sentence = block.trimStart().split('\n')[1];
    if (status !== undefined && testId !== undefined) found[testId] = `${status} ${settled(sentence?.trim() ?? '')}`;
  }
  return found;
}

function settled(sentence: string): string {
  return sentence
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/after [\d.]+ s/g, 'after TIME')
    .replace(/_\d{8}_\d{6}(_\d+)?\.log/g, '_STAMP.log');
}

export function printedPasses(stdout: string): readonly string[] {
  return [...stdout.matchAll(/^ *PASS \[[ \d.]+s\] (\S+)/gm)].map(([, testId]) => testId ?? '');
}
