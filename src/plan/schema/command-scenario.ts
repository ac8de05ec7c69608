// Scenarios of shell commands.
import { expectations, stepExpectations } from './check.ts';
import { trialShape } from './defaults.ts';
import { commonShape } from './scenario-fields.ts';
import { duration, environment, fields, prose, someOf, text } from './words.ts';

const step = fields(
  {
    name: prose('What it does; the command line where this is not given').optional(),
    run: text('A line for /bin/sh'),
    timeout: duration('The most that this step may take').optional(),
    cwd: text('Where it runs, relative to the plan').optional(),
    env: environment('Environment variables of the step').optional(),
    expect: stepExpectations,
  },
  'One command; it must exit with 0 unless its checks say otherwise',
);

export const commandShape = {
  ...commonShape,
  ...trialShape,
  steps: someOf(step, 'Commands, one after the other'),
  cwd: text('Where its steps run, relative to the plan').optional(),
  env: environment('Environment variables of its steps').optional(),
  expect: expectations.command,
};

export const commandScenario = fields(commandShape, 'A test case of shell commands').meta({ id: 'commandScenario' });
