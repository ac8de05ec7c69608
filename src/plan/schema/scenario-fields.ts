// What all scenarios have, whatever their driver.
import * as z from 'zod';
import { priorities } from '../../domain/plan.ts';
import { asText } from '../written.ts';
import { choice, list, prose, someOf, word } from './words.ts';

const scenarioId = word('Stable name in test ids, history and filters').refine((id) => !/[/\\[\]]/.test(id), {
  error: 'has a slash or a bracket, which test ids need for themselves',
});

const skip = z
  .preprocess(asText, z.string().min(1).max(1000))
  .refine((reason) => !/^(true|false|yes|no|on|off)$/i.test(reason), {
    error: (issue) => `is ${issue.input}; it takes the reason in words\nremove the key to run the scenario`,
  })
  .describe('Why it is not run')
  .optional();

export const commonShape = {
  id: scenarioId,
  name: prose('What it shows; the id where this is not given').optional(),
  description: prose('What is expected, for readers of the report').optional(),
  group: word('Scenarios that belong together').optional(),
  priority: choice(priorities, 'P0 runs first, P4 last; P2 where this is not given').optional(),
  tags: list(word('A tag'), 'Words to filter by').optional(),
  skip,
  loadouts: someOf(word('The label of a loadout'), 'The loadouts it runs on; all where this is not given').optional(),
  dependsOn: list(
    word('The id of a scenario'),
    'Scenarios that must have passed before, on the same loadout; skipped otherwise',
  ).optional(),
};
