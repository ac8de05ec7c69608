// The JSON Schema validators, one per draft; a module of its own so that it is loaded only where a plan has a schema.
import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonObject } from '../domain/plan.ts';

const options = { strict: false, allErrors: true, validateFormats: false, logger: false } as const;

/** For the draft that the schema names; draft 7 where it names none. Formats are notes, as the later drafts have it. */
export function createValidator(schema: JsonObject): Ajv | Ajv2019 | Ajv2020 {
  const draft = String(schema['$schema'] ?? '');
  if (draft.includes('2020-12')) return new Ajv2020(options);
  if (draft.includes('2019-09')) return new Ajv2019(options);
  return new Ajv(options);
}
