// The plan as a whole. Shells hold what belongs to a mapping itself; its services, loadouts and scenarios are read one by
// one, so that a fault in one does not hide those of the others. `planSchema` puts the same parts together for editors.
import * as z from 'zod';
import { asValue } from '../written.ts';
import { chatDefaults, commandDefaults } from './defaults.ts';
import { loadoutSchema } from './loadout.ts';
import { chatScenario, commandScenario } from './scenario.ts';
import { serviceSchema } from './service.ts';
import { environment, fields, list, prose, someOf, text, word } from './words.ts';

const planShape = {
  $schema: prose('The JSON Schema of plans, for editors').optional(),
  name: prose('The name of the plan'),
  description: prose('What it is for').optional(),
  version: text('The version under test, for the history').optional(),
  tags: list(word('A tag'), 'Words about the run as a whole').optional(),
  defaults: chatDefaults,
};

const anything = z.unknown();
const anyTable = (description: string) => z.preprocess(asValue, z.record(z.string(), anything)).describe(description);

export const planShell = fields({
  ...planShape,
  services: anyTable('The services that loadouts name').optional(),
  domains: anyTable('The test suites'),
});

const chatShape = { defaults: chatDefaults };
const commandShape = {
  defaults: commandDefaults,
  cwd: text('Where steps run, relative to the plan').optional(),
  env: environment('Environment variables of all steps').optional(),
};

const loadoutsText = 'The models that are up together, one loadout after the other';
const scenariosText = 'The test cases';
const driver = z.unknown().optional();

export const domainShells = {
  llm: fields({
    driver,
    ...chatShape,
    loadouts: someOf(anything, loadoutsText),
    scenarios: someOf(anything, scenariosText),
  }),
  command: fields({
    driver,
    ...commandShape,
    loadouts: list(anything, loadoutsText).optional(),
    scenarios: someOf(anything, scenariosText),
  }),
};

const chatDomain = {
  ...chatShape,
  loadouts: someOf(loadoutSchema, loadoutsText),
  scenarios: someOf(chatScenario, scenariosText),
};
const commandDomain = {
  ...commandShape,
  loadouts: list(loadoutSchema, loadoutsText).optional(),
  scenarios: someOf(commandScenario, scenariosText),
};

const llmDriver = z.literal('llm').describe('Asks language models');
const commandDriver = z.literal('command').describe('Runs shell commands');

/** A domain that bears the name of a driver has that driver; every other one names its own. */
const domains = z
  .object({
    llm: fields({ driver: llmDriver.optional(), ...chatDomain }, 'Language models').optional(),
    command: fields({ driver: commandDriver.optional(), ...commandDomain }, 'Shell commands').optional(),
  })
  .catchall(
    z.union([fields({ driver: llmDriver, ...chatDomain }), fields({ driver: commandDriver, ...commandDomain })]),
  )
  .meta({
    description: 'The test suites: each name becomes a file name',
    propertyNames: { pattern: '^[a-z0-9_-]+$', not: { const: 'run' } },
    minProperties: 1,
  });

/** The whole of it in one schema. */
export const planSchema = fields(
  {
    ...planShape,
    services: z
      .record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/), serviceSchema)
      .describe('The services that loadouts name')
      .optional(),
    domains,
  },
  'A plan for Flightdeck: services, domains, loadouts and scenarios',
);
