// The scenarios of each driver, and the keys that they have.
import type { DriverName } from '../../domain/plan.ts';
import { llmScenario, llmShape, vlmScenario, vlmShape } from './chat-scenario.ts';
import { commandScenario, commandShape } from './command-scenario.ts';
import { stsScenario, stsShape, sttScenario, sttShape, ttsScenario, ttsShape } from './speech-scenario.ts';

export const scenarioSchemas = {
  llm: llmScenario,
  vlm: vlmScenario,
  stt: sttScenario,
  tts: ttsScenario,
  sts: stsScenario,
  command: commandScenario,
};

export const scenarioKeys: Readonly<Record<DriverName, readonly string[]>> = {
  llm: Object.keys(llmShape),
  vlm: Object.keys(vlmShape),
  stt: Object.keys(sttShape),
  tts: Object.keys(ttsShape),
  sts: Object.keys(stsShape),
  command: Object.keys(commandShape),
};
