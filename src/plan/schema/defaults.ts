// Settings that a plan, a domain and a scenario share: the nearest one wins.
import { duration, fields, integer, text } from './words.ts';

export const trialShape = {
  timeout: duration('The most that one trial may take').optional(),
  retries: integer('Further attempts after one that failed', 0, 100).optional(),
  repeats: integer('How often each test is executed; every repeat must pass', 1, 10_000).optional(),
};

/** For what asks a model. */
export const askingShape = {
  ...trialShape,
  warmup: integer('Requests before the first trial on a loadout; never measured', 0, 100).optional(),
};

export const chatTrialShape = {
  ...askingShape,
  maxTokens: integer('The most tokens of one answer', 1, 1_000_000).optional(),
};

export const languageShape = {
  language: text('The language that is spoken, as the engine takes it, usually a code such as en').optional(),
};

export const voiceShape = { voice: text('The voice, as the engine calls it').optional() };

const shapes = {
  llm: chatTrialShape,
  vlm: chatTrialShape,
  stt: { ...askingShape, ...languageShape },
  tts: { ...askingShape, ...languageShape, ...voiceShape },
  sts: { ...chatTrialShape, ...languageShape, ...voiceShape },
  command: trialShape,
};

const meaning = 'Settings of all scenarios that do not say otherwise';

/** Those of the plan: each scenario takes what its driver knows. */
export const planDefaults = fields(shapes.sts, meaning).optional();

export const domainDefaults = {
  llm: fields(shapes.llm, meaning).optional(),
  vlm: fields(shapes.vlm, meaning).optional(),
  stt: fields(shapes.stt, meaning).optional(),
  tts: fields(shapes.tts, meaning).optional(),
  sts: fields(shapes.sts, meaning).optional(),
  command: fields(shapes.command, meaning).optional(),
};
