// The plan's schema as JSON Schema, for editors; made from the schemas that the runner itself reads with.
import * as z from 'zod';
import { planSchema } from './schema/plan.ts';

export function planJsonSchema(): object {
  const schema = z.toJSONSchema(planSchema, { io: 'input', reused: 'inline', unrepresentable: 'throw' });
  return { ...schema, title: 'Flightdeck plan' };
}
