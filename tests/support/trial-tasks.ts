// Tasks for drivers: a scenario with everything that it does not care about filled in, and a run folder of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type {
  ChatScenario,
  CommandScenario,
  CommandStep,
  ConversationScenario,
  Scenario,
  SpeechScenario,
  TranscriptionScenario,
} from '../../src/domain/plan.ts';
import { createRedactor } from '../../src/domain/redaction.ts';
import { Artifacts } from '../../src/drivers/artifacts.ts';
import type { DriverContext } from '../../src/drivers/driver-context.ts';
import { Connections } from '../../src/drivers/http/connections.ts';
import { TaskLimits } from '../../src/drivers/limits.ts';
import type { ServiceTarget, TrialTask } from '../../src/drivers/protocol.ts';
import { SpawnGate } from '../../src/drivers/spawn-gate.ts';

const common = {
  id: 'T-001',
  name: 'A test',
  description: null,
  group: null,
  priority: 'P2',
  tags: [],
  skip: null,
  loadouts: null,
  dependsOn: [],
  timeoutMs: 20_000,
  retries: 0,
  repeats: 1,
  warmup: 1,
  expect: [],
  position: { line: 1, column: 1 },
} as const;

export function chatScenario(settings: Partial<ChatScenario> = {}): ChatScenario {
  const turns = [{ user: 'Say something', images: [], expect: [] }];
  return {
    ...common,
    driver: 'llm',
    system: null,
    turns,
    maxTokens: 64,
    responseSchema: null,
    options: {},
    ...settings,
  };
}

export function commandScenario(
  steps: readonly (string | Partial<CommandStep>)[],
  settings: Partial<CommandScenario> = {},
): CommandScenario {
  const blank = { name: null, run: 'true', timeoutMs: null, cwd: tmpdir(), env: {}, expect: [] };
  const whole = steps.map((step) => ({ ...blank, ...(typeof step === 'string' ? { run: step } : step) }));
  return { ...common, driver: 'command', steps: whole, ...settings };
}

export function transcriptionScenario(settings: Partial<TranscriptionScenario> = {}): TranscriptionScenario {
  const blank = {
    audio: '/nowhere/hello.wav',
    language: null,
    reference: null,
    normaliser: 'auto',
    options: {},
  } as const;
  return { ...common, driver: 'stt', ...blank, ...settings };
}

export function speechScenario(settings: Partial<SpeechScenario> = {}): SpeechScenario {
  const blank = { voice: null, language: null, reference: null, normaliser: 'auto', options: {} } as const;
  return { ...common, driver: 'tts', text: 'Hello world.', ...blank, ...settings };
}

export function conversationScenario(settings: Partial<ConversationScenario> = {}): ConversationScenario {
  const blank = {
    audio: '/nowhere/hello.wav',
    language: null,
    reference: null,
    normaliser: 'auto',
    system: null,
    voice: null,
    maxTokens: 64,
    options: {},
  } as const;
  return { ...common, driver: 'sts', ...blank, ...settings };
}

export function target(url: string, settings: Partial<ServiceTarget> = {}): ServiceTarget {
  return { role: 'llm', service: 'fake', model: 'm', url, api: 'openai', apiKey: null, options: {}, ...settings };
}

export function taskOf<S extends Scenario>(
  scenario: S,
  targets: readonly ServiceTarget[] = [],
  settings: Partial<Omit<TrialTask, 'scenario'>> = {},
): TrialTask & { readonly scenario: S } {
  return {
    kind: 'trial',
    targets,
    timeoutMs: scenario.timeoutMs,
    runDirectory: temporaryDirectory(),
    artifactName: 'T-001_m_1_1',
    environment: {},
    secrets: [],
    ...settings,
    scenario,
  };
}

/** Removed with the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'flightdeck-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export function contextFor(task: TrialTask): DriverContext {
  const redactor = createRedactor(task.secrets);
  const limits = new TaskLimits(task.timeoutMs);
  onTestFinished(() => limits.release());
  const artifacts = new Artifacts(task.runDirectory);
  const gate = new SpawnGate();
  return { connections: new Connections(), limits, artifacts, gate, redact: (text) => redactor.text(text) };
}
