// A domain, by driver. Shells hold what belongs to the mapping itself; its loadouts and scenarios are read one by one.
import * as z from 'zod';
import type { DriverName } from '../../domain/plan.ts';
import { dataSchemas } from './data.ts';
import { domainDefaults } from './defaults.ts';
import { loadoutSchemas } from './loadout.ts';
import { scenarioSchemas } from './scenario.ts';
import { environment, fields, list, someOf, text } from './words.ts';

const loadoutsText = 'The models that are up together, one loadout after the other';
const scenariosText = 'The test cases';

const anything = z.unknown();
const shell = {
  driver: anything.optional(),
  loadouts: someOf(anything, loadoutsText),
  scenarios: someOf(anything, scenariosText).optional(),
  scenariosFrom: anything.optional(),
};
const surroundings = {
  cwd: text('Where steps run, relative to the plan').optional(),
  env: environment('Environment variables of all steps').optional(),
};

export const domainShells = {
  llm: fields({ defaults: domainDefaults.llm, ...shell }),
  vlm: fields({ defaults: domainDefaults.vlm, ...shell }),
  stt: fields({ defaults: domainDefaults.stt, ...shell }),
  tts: fields({ defaults: domainDefaults.tts, ...shell }),
  sts: fields({ defaults: domainDefaults.sts, ...shell }),
  command: fields({
    defaults: domainDefaults.command,
    ...surroundings,
    ...shell,
    loadouts: list(anything, loadoutsText).optional(),
  }),
};

const meanings: Readonly<Record<DriverName, readonly [string, string]>> = {
  llm: ['Asks language models', 'Language models'],
  vlm: ['Asks models that look at images', 'Models that look at images'],
  stt: ['Has recordings written down', 'Speech to text'],
  tts: ['Has texts spoken', 'Text to speech'],
  sts: ['Holds spoken conversations with chains of three models', 'Speech to speech'],
  command: ['Runs shell commands', 'Shell commands'],
};

function published(driver: DriverName, named: boolean) {
  const [does, subject] = meanings[driver];
  const name = z.literal(driver).describe(does);
  const shape = {
    driver: named ? name.optional() : name,
    defaults: domainDefaults[driver],
    ...(driver === 'command' ? surroundings : {}),
    loadouts:
      driver === 'command'
        ? list(loadoutSchemas.command, loadoutsText).optional()
        : someOf(loadoutSchemas[driver], loadoutsText),
    scenarios: someOf(scenarioSchemas[driver], scenariosText).optional(),
    scenariosFrom: dataSchemas[driver],
  };
  const anyOf = [{ required: ['scenarios'] }, { required: ['scenariosFrom'] }];
  return fields(shape, subject).meta({ description: subject, anyOf });
}

/** For the published schema: a domain that bears the name of a driver has that driver; every other one names its own. */
export const domainsSchema = z
  .object({
    llm: published('llm', true).optional(),
    vlm: published('vlm', true).optional(),
    stt: published('stt', true).optional(),
    tts: published('tts', true).optional(),
    sts: published('sts', true).optional(),
    command: published('command', true).optional(),
  })
  .catchall(
    z.union([
      published('llm', false),
      published('vlm', false),
      published('stt', false),
      published('tts', false),
      published('sts', false),
      published('command', false),
    ]),
  )
  .meta({
    description: 'The test suites: each name becomes a file name',
    propertyNames: { pattern: '^[a-z0-9_-]+$', not: { const: 'run' } },
    minProperties: 1,
  });
