// The checks of a scenario: each is a mapping with one kind as its key, and a `target` and `message` beside it.
import type * as z from 'zod';
import { metricNamed, metricNames } from '../../domain/metrics.ts';
import type { DriverName } from '../../domain/plan.ts';
import { alternatives, listOf } from '../suggest.ts';
import { checkLimits, errorRate } from './limits.ts';
import { anyText, choice, fields, flag, integer, jsonObject, list, number, pattern, prose, text } from './words.ts';

type Scope = 'trial' | 'step';

function metric(driver: DriverName, scope: Scope) {
  const names = metricNames(driver, scope);
  const shape = {
    name: choice(names, `A metric, for example ${names[0]}`, (word) => metricProblem(word, driver, scope)),
    min: number('The least that passes').optional(),
    max: number('The most that passes').optional(),
    message: prose('Said when the threshold is missed').optional(),
  };
  return fields(shape, 'A threshold on a measured number; fails where there is no sample').superRefine(checkLimits);
}

/** Why a metric that there is cannot be judged here; undefined for a word that is none. */
function metricProblem(word: string, driver: DriverName, scope: Scope): string | undefined {
  const known = metricNamed(word);
  if (known === undefined) return undefined;
  if (!known.drivers.includes(driver)) {
    const there = metricNames(driver, scope);
    return `is "${word}", which the ${alternatives(known.drivers, 'or')} driver measures, and this is the ${driver} driver\nthere is: ${listOf(there)}`;
  }
  if (known.scope === 'stage') {
    return `is "${word}", which only a stage of a chain has\nthere is: ${listOf(metricNames(driver, scope))}`;
  }
  const part = driver === 'command' ? 'step' : 'turn';
  return `is "${word}", which is measured over a whole trial, never for one ${part}\nput it under "expect" of the scenario, beside "${part}s"`;
}

const textShape = {
  equals: anyText('The whole text is this, white space around it aside').optional(),
  contains: text('The text has this in it').optional(),
  notContains: text('The text does not have this in it').optional(),
  matches: pattern('A regular expression (JavaScript) that is found in the text').optional(),
  exists: flag('Whether the target is there').optional(),
  truthy: flag('Whether the target says something that is not empty, 0, false, no or null').optional(),
  jsonSchema: jsonObject('A JSON Schema that the text, read as JSON, keeps').optional(),
};

const message = prose('Said instead of the plain finding when the check fails').optional();

const chatTarget = choice(['answer', 'reasoning'], 'What to look at: answer (the default) or reasoning').optional();

function chatCheck(id: string, driver: DriverName, scope: Scope) {
  return check(id, { ...textShape, metric: metric(driver, scope).optional(), target: chatTarget, message });
}

const heardTarget = choice(['answer'], 'What to look at: answer, which is the transcript').optional();
const conversationTarget = choice(
  ['answer', 'transcript', 'reasoning'],
  'What to look at: answer (what the model said, the default), transcript (what was heard) or reasoning',
).optional();

function speechCheck(driver: 'stt' | 'tts' | 'sts') {
  const kinds = {
    ...textShape,
    wer: errorRate('words').optional(),
    cer: errorRate('characters').optional(),
    metric: metric(driver, 'trial').optional(),
  };
  return check(`${driver}Check`, { ...kinds, target: driver === 'sts' ? conversationTarget : heardTarget, message });
}

const commandTarget = text('What to look at: stdout (the default), stderr or file:PATH')
  .refine((target) => /^(stdout|stderr|file:.+)$/.test(target), {
    error: (issue) => `is ${JSON.stringify(issue.input)}; it takes stdout, stderr or file:PATH`,
  })
  .optional();

const exitCode = integer('The exit code', 0, 255).optional();

function commandCheck(id: string, scope: Scope) {
  const kinds = { ...textShape, metric: metric('command', scope).optional(), exitCode };
  return check(id, { ...kinds, target: commandTarget, message });
}

const onAnswer = 'Checks on the answer; all must hold';
const onTranscript = 'Checks on the transcript; all must hold';
const onOutput = 'Checks on the output; all must hold';

export const expectations = {
  llm: list(chatCheck('llmCheck', 'llm', 'trial'), onAnswer).optional(),
  vlm: list(chatCheck('vlmCheck', 'vlm', 'trial'), onAnswer).optional(),
  stt: list(speechCheck('stt'), onTranscript).optional(),
  tts: list(
    speechCheck('tts'),
    `${onTranscript}; they need a loadout with an stt that writes the speech down`,
  ).optional(),
  sts: list(speechCheck('sts'), onAnswer).optional(),
  command: list(commandCheck('commandCheck', 'trial'), onOutput).optional(),
};
export const turnExpectations = {
  llm: list(chatCheck('turnCheck', 'llm', 'step'), onAnswer).optional(),
  vlm: list(chatCheck('vlmTurnCheck', 'vlm', 'step'), onAnswer).optional(),
};
export const stepExpectations = list(commandCheck('stepCheck', 'step'), onOutput).optional();

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

export type CheckInput =
  | z.output<ReturnType<typeof chatCheck>>
  | z.output<ReturnType<typeof speechCheck>>
  | z.output<ReturnType<typeof commandCheck>>;
