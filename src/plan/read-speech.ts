// Scenarios of recordings and spoken answers.
import type { ConversationScenario, SpeechScenario, TranscriptionScenario } from '../domain/plan.ts';
import { commonFields, type ScenarioContext } from './common-fields.ts';
import { nearer, trialSettings } from './defaults.ts';
import { mediaPath } from './media.ts';
import { checksOf } from './read-checks.ts';
import type { Reader } from './reader.ts';
import { scenarioSchemas } from './schema/scenario.ts';
import type { Path } from './yaml-source.ts';

export function readTranscription(
  reader: Reader,
  context: ScenarioContext,
  value: unknown,
  path: Path,
): TranscriptionScenario | null {
  const input = reader.read(scenarioSchemas.stt, value, path);
  if (input === null) return null;
  const settings = nearer(input, context.defaults);
  return {
    ...commonFields(input, reader.position(path)),
    ...trialSettings(settings),
    driver: 'stt',
    audio: mediaPath(reader, context, input.audio, [...path, 'audio']),
    language: settings.language,
    reference: input.reference ?? null,
    normaliser: input.normaliser ?? 'auto',
    options: input.options ?? {},
    expect: checksOf(input.expect),
  };
}

export function readSpeech(
  reader: Reader,
  context: ScenarioContext,
  value: unknown,
  path: Path,
): SpeechScenario | null {
  const input = reader.read(scenarioSchemas.tts, value, path);
  if (input === null) return null;
  const settings = nearer(input, context.defaults);
  return {
    ...commonFields(input, reader.position(path)),
    ...trialSettings(settings),
    driver: 'tts',
    text: input.text,
    voice: settings.voice,
    language: settings.language,
    reference: input.reference ?? null,
    normaliser: input.normaliser ?? 'auto',
    options: input.options ?? {},
    expect: checksOf(input.expect),
  };
}

export function readConversation(
  reader: Reader,
  context: ScenarioContext,
  value: unknown,
  path: Path,
): ConversationScenario | null {
  const input = reader.read(scenarioSchemas.sts, value, path);
  if (input === null) return null;
  const settings = nearer(input, context.defaults);
  return {
    ...commonFields(input, reader.position(path)),
    ...trialSettings(settings),
    driver: 'sts',
    audio: mediaPath(reader, context, input.audio, [...path, 'audio']),
    language: settings.language,
    reference: input.reference ?? null,
    normaliser: input.normaliser ?? 'auto',
    system: input.system ?? null,
    voice: settings.voice,
    maxTokens: settings.maxTokens,
    options: input.options ?? {},
    expect: checksOf(input.expect),
  };
}
