// The texts of scenarios that take variables.
import type {
  ChatScenario,
  Check,
  CommandStep,
  ConversationScenario,
  Scenario,
  SpeechScenario,
  TranscriptionScenario,
} from '../domain/plan.ts';
import type { Filler } from './filler.ts';

export function filledScenario(filler: Filler, scenario: Scenario): Scenario {
  const expect = filledChecks(filler, scenario.expect);
  switch (scenario.driver) {
    case 'command':
      return { ...scenario, expect, steps: scenario.steps.map((step) => filledStep(filler, step)) };
    case 'llm':
    case 'vlm':
      return { ...scenario, expect, ...chatTexts(filler, scenario) };
    case 'stt':
      return { ...scenario, expect, ...speechTexts(filler, scenario), audio: filler.media(scenario.audio, scenario) };
    case 'tts': {
      const own = { text: filler.text(scenario.text), voice: filler.optional(scenario.voice) };
      return { ...scenario, expect, ...speechTexts(filler, scenario), ...own };
    }
    case 'sts':
      return {
        ...scenario,
        expect,
        ...speechTexts(filler, scenario),
        audio: filler.media(scenario.audio, scenario),
        system: filler.optional(scenario.system),
        voice: filler.optional(scenario.voice),
      };
    default:
      return scenario satisfies never;
  }
}

function chatTexts(filler: Filler, scenario: ChatScenario) {
  const { system, responseSchema, options, turns } = scenario;
  return {
    system: filler.optional(system),
    responseSchema: responseSchema === null ? null : filler.object(responseSchema),
    options: filler.object(options),
    turns: turns.map((turn) => ({
      user: filler.text(turn.user),
      images: turn.images.map((image) => filler.media(image, scenario)),
      expect: filledChecks(filler, turn.expect),
    })),
  };
}

type Spoken = TranscriptionScenario | SpeechScenario | ConversationScenario;

function speechTexts(filler: Filler, { language, reference, options }: Spoken) {
  return {
    language: filler.optional(language),
    reference: filler.optional(reference),
    options: filler.object(options),
  };
}

function filledStep(filler: Filler, step: CommandStep): CommandStep {
  return {
    ...step,
    run: filler.text(step.run),
    cwd: filler.path(step.cwd),
    env: filler.record(step.env),
    expect: filledChecks(filler, step.expect),
  };
}

function filledChecks(filler: Filler, checks: readonly Check[]): readonly Check[] {
  return checks.map((check) => {
    const target = filler.optional(check.target);
    switch (check.kind) {
      case 'equals':
      case 'contains':
      case 'notContains':
        return { ...check, target, value: filler.text(check.value) };
      case 'matches':
        return { ...check, target, pattern: filler.pattern(check.pattern) };
      case 'jsonSchema':
        return { ...check, target, schema: filler.object(check.schema) };
      default:
        return { ...check, target };
    }
  });
}
