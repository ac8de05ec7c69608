// The plan as a whole. The shell holds what belongs to the mapping itself; its services, loadouts and scenarios are read one
// by one, so that a fault in one does not hide those of the others. `planSchema` puts the same parts together for editors.
import * as z from 'zod';
import { asValue } from '../written.ts';
import { planDefaults } from './defaults.ts';
import { domainsSchema } from './domain.ts';
import { serviceSchema } from './service.ts';
import { fields, flag, list, prose, text, word } from './words.ts';

const serviceNames = list(word('The name of a service under "services"'), 'Services that fit into the memory together');

const planShape = {
  $schema: prose('The JSON Schema of plans, for editors').optional(),
  name: prose('The name of the plan'),
  description: prose('What it is for').optional(),
  version: text('The version under test, for the history').optional(),
  tags: list(word('A tag'), 'Words about the run as a whole').optional(),
  defaults: planDefaults,
  fitTogether: z
    .union([flag('All services, or none'), serviceNames], { error: 'takes true, or a list of services' })
    .describe(
      'Services that fit into the memory together, so that none has to give its memory back before the next one starts; true: all of them',
    )
    .optional(),
};

const anything = z.unknown();
const anyTable = (description: string) => z.preprocess(asValue, z.record(z.string(), anything)).describe(description);

export const planShell = fields({
  ...planShape,
  services: anyTable('The services that loadouts name').optional(),
  domains: anyTable('The test suites'),
});

/** The whole of it in one schema. */
export const planSchema = fields(
  {
    ...planShape,
    services: z
      .record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/), serviceSchema)
      .describe('The services that loadouts name')
      .optional(),
    domains: domainsSchema,
  },
  'A plan for Flightdeck: services, domains, loadouts and scenarios',
);
