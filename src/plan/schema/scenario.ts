// The scenarios of each driver.
import * as z from 'zod';
import { priorities } from '../../domain/plan.ts';
import { asText } from '../written.ts';
import { chatExpect, commandExpect, stepExpect, turnExpect } from './check.ts';
import { chatTrialShape, trialShape } from './defaults.ts';
import { choice, duration, environment, fields, jsonObject, list, prose, someOf, text, word } from './words.ts';

export const scenarioId = word('Stable name in test ids, history and filters').refine((id) => !/[/\\[\]]/.test(id), {
  error: 'has a slash or a bracket, which test ids need for themselves',
});

const skip = z
  .preprocess(asText, z.string().min(1).max(1000))
  .refine((reason) => !/^(true|false|yes|no|on|off)$/i.test(reason), {
    error: (issue) => `is ${issue.input}; it takes the reason in words\nremove the key to run the scenario`,
  })
  .describe('Why it is not run')
  .optional();

const commonShape = {
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

const turn = fields({ user: text('What is said'), expect: turnExpect }, 'One turn of a conversation');

export const chatScenario = fields(
  {
    ...commonShape,
    ...chatTrialShape,
    prompt: text('The one thing that is asked').optional(),
    turns: someOf(turn, 'A conversation, turn by turn').optional(),
    system: text('The system message').optional(),
    options: jsonObject('Sent with each request; these win over those of the loadout').optional(),
    expect: chatExpect,
  },
  'A test case for language models',
)
  .superRefine((scenario, context) => {
    if (scenario.prompt !== undefined && scenario.turns !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['turns'],
        message: 'stands beside "prompt"; a scenario has one of them',
      });
    } else if (scenario.prompt === undefined && scenario.turns === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['prompt'],
        message: 'is missing\nask one thing with "prompt", or hold a conversation with "turns"',
      });
    }
  })
  .meta({ id: 'llmScenario', oneOf: [{ required: ['prompt'] }, { required: ['turns'] }] });

const step = fields(
  {
    name: prose('What it does; the command line where this is not given').optional(),
    run: text('A line for /bin/sh'),
    timeout: duration('The most that this step may take').optional(),
    cwd: text('Where it runs, relative to the plan').optional(),
    env: environment('Environment variables of the step').optional(),
    expect: stepExpect,
  },
  'One command; it must exit with 0 unless its checks say otherwise',
);

export const commandScenario = fields(
  {
    ...commonShape,
    ...trialShape,
    steps: someOf(step, 'Commands, one after the other'),
    cwd: text('Where its steps run, relative to the plan').optional(),
    env: environment('Environment variables of its steps').optional(),
    expect: commandExpect,
  },
  'A test case of shell commands',
).meta({ id: 'commandScenario' });

export type ChatScenarioInput = z.output<typeof chatScenario>;
export type CommandScenarioInput = z.output<typeof commandScenario>;
