// Scenarios that ask a model which answers in text.
import type { ChatScenario, ChatTurn } from '../domain/plan.ts';
import { commonFields, type ScenarioContext } from './common-fields.ts';
import { nearer, trialSettings } from './defaults.ts';
import { mediaPath } from './media.ts';
import { checksOf } from './read-checks.ts';
import type { Reader } from './reader.ts';
import type { LlmScenarioInput, Shown, VlmScenarioInput } from './schema/chat-scenario.ts';
import { scenarioSchemas } from './schema/scenario.ts';
import type { Path } from './yaml-source.ts';

export function readLlmScenario(reader: Reader, context: ScenarioContext, value: unknown, path: Path) {
  const input = reader.read(scenarioSchemas.llm, value, path);
  if (input === null) return null;
  const turns = (input.turns ?? []).map(({ user, expect }) => ({ user, images: [], expect: checksOf(expect) }));
  return chatScenario(reader, context, { driver: 'llm', input, turns, images: [], path });
}

export function readVlmScenario(reader: Reader, context: ScenarioContext, value: unknown, path: Path) {
  const input = reader.read(scenarioSchemas.vlm, value, path);
  if (input === null) return null;
  const turns = (input.turns ?? []).map((turn, index) => ({
    user: turn.user,
    images: imagesOf(reader, context, turn, [...path, 'turns', index]),
    expect: checksOf(turn.expect),
  }));
  const images = imagesOf(reader, context, input, path);
  return chatScenario(reader, context, { driver: 'vlm', input, turns, images, path });
}

interface Asked {
  readonly driver: ChatScenario['driver'];
  readonly input: LlmScenarioInput | VlmScenarioInput;
  readonly turns: readonly ChatTurn[];
  /** Those beside `prompt`. */
  readonly images: readonly string[];
  readonly path: Path;
}

function chatScenario(
  reader: Reader,
  context: ScenarioContext,
  { driver, input, turns, images, path }: Asked,
): ChatScenario {
  const settings = nearer(input, context.defaults);
  return {
    ...commonFields(input, reader.position(path)),
    ...trialSettings(settings),
    driver,
    maxTokens: settings.maxTokens,
    system: input.system ?? null,
    responseSchema: input.responseSchema ?? null,
    options: input.options ?? {},
    turns: input.prompt === undefined ? turns : [{ user: input.prompt, images, expect: [] }],
    expect: checksOf(input.expect),
  };
}

function imagesOf(reader: Reader, context: ScenarioContext, { image, images = [] }: Shown, path: Path) {
  if (image !== undefined) return [mediaPath(reader, context, image, [...path, 'image'])];
  return images.map((each, index) => mediaPath(reader, context, each, [...path, 'images', index]));
}
