// Settings that a plan, a domain and a scenario share: the nearest one wins.
import { duration, fields, integer } from './words.ts';

export const trialShape = {
  timeout: duration('The most that one trial may take').optional(),
  retries: integer('Further attempts after one that failed', 0, 100).optional(),
  repeats: integer('How often each test is executed; every repeat must pass', 1, 10_000).optional(),
};

export const chatTrialShape = {
  ...trialShape,
  warmup: integer('Requests before the first trial on a loadout; never measured', 0, 100).optional(),
  maxTokens: integer('The most tokens of one answer', 1, 1_000_000).optional(),
};

export const chatDefaults = fields(chatTrialShape, 'Settings of all scenarios that do not say otherwise').optional();
export const commandDefaults = fields(trialShape, 'Settings of all scenarios that do not say otherwise').optional();
