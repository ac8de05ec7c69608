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

const member = z.union([memberText, memberSchema]);
const listens = member.describe('Writes speech down');
const writes = member.describe('Answers');
const speaks = member.describe('Speaks');

/** For the published schema; the reader dispatches on the form. */
export const loadoutSchemas = {
  llm: anyForm('llm', roles({ llm: writes }, ['llm'], 'A language model')),
  vlm: anyForm('vlm', roles({ vlm: writes }, ['vlm'], 'A model that looks at images')),
  stt: anyForm('stt', roles({ stt: listens }, ['stt'], 'A model that listens')),
  tts: anyForm(
    'tts',
    roles(
      { tts: speaks, stt: listens.optional() },
      ['tts'],
      'A model that speaks, and one that writes the speech down again',
    ),
  ),
  sts: roles(
    { stt: listens, llm: writes, tts: speaks },
    ['stt', 'llm', 'tts'],
    'The three models of a spoken conversation',
  ).meta({ id: 'stsLoadout' }),
  command: anyForm(
    'command',
    z
      .intersection(z.looseObject({ label: labelSchema }), z.record(roleName, member))
      .describe('A label with a member for each role'),
  ),
};

/** A union of forms counts as something that may be left out unless it is said otherwise. */
function roles<Shape extends z.core.$ZodLooseShape>(shape: Shape, needed: readonly string[], description: string) {
  return fields({ label: labelSchema, ...shape }).meta({ description, required: ['label', ...needed] });
}

function anyForm<Roles extends z.ZodType>(driver: string, byRole: Roles) {
  return z.union([memberText, singleSchema, byRole]).meta({ id: `${driver}Loadout` });
}
