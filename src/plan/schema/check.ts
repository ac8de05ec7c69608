// The checks of a scenario: each is a mapping with one kind as its key, and a `target` and `message` beside it.
import type * as z from 'zod';
import { metricDefinitions } from '../../domain/metrics.ts';
import { anyText, choice, fields, flag, integer, jsonObject, list, number, pattern, prose, text } from './words.ts';

const metric = fields(
  {
    name: choice(
      metricDefinitions.map((definition) => definition.name),
      'A metric, for example ttftMs or decodeTokensPerSecond',
    ),
    min: number('The least that passes').optional(),
    max: number('The most that passes').optional(),
    message: prose('Said when the threshold is missed').optional(),
  },
  'A threshold on a measured number; fails where there is no sample',
).superRefine(({ min, max }, context) => {
  if (min === undefined && max === undefined) {
    context.addIssue({ code: 'custom', message: 'has no limit\ngive it "min", "max" or both' });
  } else if (min !== undefined && max !== undefined && min > max) {
    context.addIssue({ code: 'custom', path: ['min'], message: `is ${min}, more than "max", which is ${max}` });
  }
});

const kindShape = {
  equals: anyText('The whole text is this, white space around it aside').optional(),
  contains: text('The text has this in it').optional(),
  notContains: text('The text does not have this in it').optional(),
  matches: pattern('A regular expression (JavaScript) that is found in the text').optional(),
  exists: flag('Whether the target is there').optional(),
  truthy: flag('Whether the target says something that is not empty, 0, false, no or null').optional(),
  jsonSchema: jsonObject('A JSON Schema that the text, read as JSON, keeps').optional(),
  metric: metric.optional(),
};

const commandKindShape = { ...kindShape, exitCode: integer('The exit code', 0, 255).optional() };

const message = prose('Said instead of the plain finding when the check fails').optional();

export const chatCheck = check('llmCheck', {
  ...kindShape,
  target: choice(['answer', 'reasoning'], 'What to look at: answer (the default) or reasoning').optional(),
  message,
});

const commandTarget = text('What to look at: stdout (the default), stderr or file:PATH')
  .refine((target) => /^(stdout|stderr|file:.+)$/.test(target), {
    error: (issue) => `is ${JSON.stringify(issue.input)}; it takes stdout, stderr or file:PATH`,
  })
  .optional();

export const commandCheck = check('commandCheck', { ...commandKindShape, target: commandTarget, message });

export const chatExpect = list(chatCheck, 'Checks on the answer; all must hold').optional();
export const commandExpect = list(commandCheck, 'Checks on the output; all must hold').optional();

/** Exactly one kind in each check; JSON Schema says the same with `oneOf`. */
function check<Shape extends z.core.$ZodLooseShape>(id: string, shape: Shape) {
  const kinds = Object.keys(shape).filter((key) => key !== 'target' && key !== 'message');
  const oneKind = (value: unknown, context: z.RefinementCtx) => {
    const named = kinds.filter((kind) => typeof value === 'object' && value !== null && kind in value);
    if (named.length === 1) return;
    const found = named.length === 0 ? 'names no check' : `has ${named.length} checks: ${named.join(', ')}`;
    const hint = named.length === 0 ? `there is: ${kinds.join(', ')}` : 'write each as an item of its own';
    context.addIssue({ code: 'custom', message: `${found}\n${hint}` });
  };
  return fields(shape)
    .superRefine(oneKind)
    .meta({ id, description: 'One check', oneOf: kinds.map((kind) => ({ required: [kind] })) });
}

export type CheckInput = z.output<typeof chatCheck> | z.output<typeof commandCheck>;
