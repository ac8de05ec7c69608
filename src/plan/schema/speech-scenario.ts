// Scenarios of recordings and spoken answers.
import { normaliserNames } from '../../domain/plan.ts';
import { expectations } from './check.ts';
import { askingShape, chatTrialShape, languageShape, voiceShape } from './defaults.ts';
import { commonShape } from './scenario-fields.ts';
import { anyText, choice, fields, jsonObject, text } from './words.ts';

const audio = text('A recording, relative to the plan');
const normaliser = choice(
  ['auto', ...normaliserNames],
  'How texts are made comparable before words are counted; auto (the default) takes the one that fits the language',
).optional();

export const sttShape = {
  ...commonShape,
  ...askingShape,
  ...languageShape,
  audio,
  reference: anyText('What is really said; empty where nothing is. Without it there is no WER').optional(),
  normaliser,
  options: jsonObject('Sent with each request, for example prompt and temperature').optional(),
  expect: expectations.stt,
};
export const sttScenario = fields(sttShape, 'A recording that is written down').meta({ id: 'sttScenario' });

export const ttsShape = {
  ...commonShape,
  ...askingShape,
  ...languageShape,
  ...voiceShape,
  text: text('What is spoken'),
  reference: text(
    'What the speech is compared with once it is written down again; the text itself where this is not given',
  ).optional(),
  normaliser,
  options: jsonObject('Sent with each request, for example speed').optional(),
  expect: expectations.tts,
};
export const ttsScenario = fields(ttsShape, 'A text that is spoken').meta({ id: 'ttsScenario' });

export const stsShape = {
  ...commonShape,
  ...chatTrialShape,
  ...languageShape,
  ...voiceShape,
  audio,
  reference: anyText('What is said in the recording, for the WER of the first stage').optional(),
  normaliser,
  system: text('The system message of the language model').optional(),
  options: jsonObject('Sent to the language model').optional(),
  expect: expectations.sts,
};
export const stsScenario = fields(stsShape, 'A recording that is answered aloud').meta({ id: 'stsScenario' });
