// The forms of a loadout: `service/model`, one service with its options, or a label with a member per role.
import * as z from 'zod';
import { fields, jsonObject, text, word } from './words.ts';

const serviceName = word('The name of a service under "services"');
const model = text('The model, as the service calls it').optional();
const options = jsonObject('Sent with each request, for example temperature and seed').optional();

export const memberText = text('service/model, split at the first slash');

export const memberSchema = fields({ service: serviceName, model, options }, 'A service with its options');

export const singleSchema = fields(
  {
    service: serviceName,
    model,
    label: word('What stands in test ids; the name of the model where this is not given').optional(),
    options,
  },
  'One service',
);

export const labelSchema = word('What stands in test ids');

const roleName = z.string().regex(/^(?!(?:service|model|options)$)[a-z][a-z0-9_-]*$/);

/** For the published schema; the reader dispatches on the form. */
export const loadoutSchema = z
  .union([
    memberText,
    singleSchema,
    z
      .intersection(z.looseObject({ label: labelSchema }), z.record(roleName, z.union([memberText, memberSchema])))
      .describe('A label with a member for each role'),
  ])
  .meta({ id: 'loadout' });
