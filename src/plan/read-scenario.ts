// One scenario of a domain, by driver, with the settings that it does not give filled in from its domain and plan.
import type { CommandScenario, DriverName, Scenario } from '../domain/plan.ts';
import { commonFields, type ScenarioContext } from './common-fields.ts';
import { nearer } from './defaults.ts';
import { readLlmScenario, readVlmScenario } from './read-chat.ts';
import { checksOf } from './read-checks.ts';
import { readConversation, readSpeech, readTranscription } from './read-speech.ts';
import type { Reader } from './reader.ts';
import { scenarioSchemas } from './schema/scenario.ts';
import { absolute } from './service-base.ts';
import type { Path } from './yaml-source.ts';

export function readScenario(
  reader: Reader,
  driver: DriverName,
  context: ScenarioContext,
  value: unknown,
  path: Path,
): Scenario | null {
  switch (driver) {
    case 'llm':
      return readLlmScenario(reader, context, value, path);
    case 'vlm':
      return readVlmScenario(reader, context, value, path);
    case 'stt':
      return readTranscription(reader, context, value, path);
    case 'tts':
      return readSpeech(reader, context, value, path);
    case 'sts':
      return readConversation(reader, context, value, path);
    case 'command':
      return readCommandScenario(reader, context, value, path);
    default:
      return driver satisfies never;
  }
}

function readCommandScenario(
  reader: Reader,
  { defaults, steps }: ScenarioContext,
  value: unknown,
  path: Path,
): CommandScenario | null {
  const input = reader.read(scenarioSchemas.command, value, path);
  if (input === null) return null;
  const { timeoutMs, retries, repeats } = nearer(input, defaults);
  return {
    ...commonFields(input, reader.position(path)),
    driver: 'command',
    timeoutMs,
    retries,
    repeats,
    // A command has nothing to warm up.
    warmup: 0,
    steps: input.steps.map((step) => ({
      name: step.name ?? null,
      run: step.run,
      timeoutMs: step.timeout ?? null,
      cwd: absolute(steps.directory, step.cwd ?? input.cwd ?? steps.cwd),
      env: { ...steps.env, ...input.env, ...step.env },
      expect: checksOf(step.expect),
    })),
    expect: checksOf(input.expect),
  };
}
