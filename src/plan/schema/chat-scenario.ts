// Scenarios that ask a model which answers in text; under vlm it is shown images.
import type * as z from 'zod';
import { expectations, turnExpectations } from './check.ts';
import { chatTrialShape } from './defaults.ts';
import { commonShape } from './scenario-fields.ts';
import { fields, jsonObject, someOf, text } from './words.ts';

const imageFile = text('A PNG, JPEG, WebP or GIF file, relative to the plan');
const imagesShape = {
  image: imageFile.optional(),
  images: someOf(imageFile, 'Several images, shown in this order').optional(),
};

const said = { user: text('What is said') };
const llmTurn = fields({ ...said, expect: turnExpectations.llm }, 'One turn of a conversation');
const vlmTurn = fields({ ...said, ...imagesShape, expect: turnExpectations.vlm }, 'One turn of a conversation');

const conversation = 'A conversation, turn by turn';
const askingShape = {
  ...commonShape,
  ...chatTrialShape,
  prompt: text('The one thing that is asked').optional(),
  system: text('The system message').optional(),
  responseSchema: jsonObject(
    'A JSON Schema: the engine is told to answer in JSON that keeps it, and the answer is held to it',
  ).optional(),
  options: jsonObject('Sent with each request; these win over those of the loadout').optional(),
};

const promptOrTurns = [{ required: ['prompt'] }, { required: ['turns'] }];
const anImage = [{ required: ['image'] }, { required: ['images'] }];

export const llmShape = { ...askingShape, turns: someOf(llmTurn, conversation).optional(), expect: expectations.llm };
export const llmScenario = fields(llmShape, 'A test case for language models')
  .superRefine(checkPrompt)
  .meta({ id: 'llmScenario', oneOf: promptOrTurns });

export const vlmShape = {
  ...askingShape,
  ...imagesShape,
  turns: someOf(vlmTurn, conversation).optional(),
  expect: expectations.vlm,
};
export const vlmScenario = fields(vlmShape, 'A test case for models that look at images')
  .superRefine(checkPrompt)
  .superRefine(checkImages)
  .meta({
    id: 'vlmScenario',
    oneOf: [
      { required: ['prompt'], oneOf: anImage },
      {
        required: ['turns'],
        properties: { turns: { description: conversation, contains: { oneOf: anImage } } },
        not: { anyOf: anImage },
      },
    ],
  });

interface Asked {
  readonly prompt?: string | undefined;
  readonly turns?: readonly object[] | undefined;
}

function checkPrompt({ prompt, turns }: Asked, context: z.RefinementCtx): void {
  const refuse = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
  if (prompt !== undefined && turns !== undefined) {
    refuse('turns', 'stands beside "prompt"; a scenario has one of them');
  } else if (prompt === undefined && turns === undefined) {
    refuse('prompt', 'is missing\nask one thing with "prompt", or hold a conversation with "turns"');
  }
}

export interface Shown {
  readonly image?: string | undefined;
  readonly images?: readonly string[] | undefined;
}

interface Looked extends Shown {
  readonly prompt?: string | undefined;
  readonly turns?: readonly Shown[] | undefined;
}

function checkImages(scenario: Looked, context: z.RefinementCtx): void {
  const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  const { turns = [] } = scenario;
  for (const [index, turn] of turns.entries()) if (showsBoth(turn)) refuse(['turns', index, 'images'], beside);
  if (showsBoth(scenario)) refuse(['images'], beside);
  if (turns.length > 0 && scenario.prompt === undefined) {
    const key = scenario.image === undefined ? 'images' : 'image';
    if (showsAny(scenario)) refuse([key], 'stands beside "turns"\nput it into the turn that shows it');
    else if (!turns.some(showsAny)) refuse(['turns'], 'shows no image\ngive one of its turns an "image", or "images"');
  } else if (!showsAny(scenario) && turns.length === 0) {
    refuse(['image'], 'is missing\nshow one with "image", or several with "images"');
  }
}

const beside = 'stands beside "image"; put all of them into "images"';

function showsAny({ image, images }: Shown): boolean {
  return image !== undefined || images !== undefined;
}

function showsBoth({ image, images }: Shown): boolean {
  return image !== undefined && images !== undefined;
}

export type LlmScenarioInput = z.output<typeof llmScenario>;
export type VlmScenarioInput = z.output<typeof vlmScenario>;
