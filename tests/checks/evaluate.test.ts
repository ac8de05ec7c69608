import { describe, expect, it } from 'vitest';
import { evaluateCheck } from '../../src/checks/evaluate.ts';
import type { Evidence, FileContent } from '../../src/checks/evidence.ts';
import { normaliserNamed } from '../../src/checks/word-errors/normalise.ts';
import type { Check } from '../../src/domain/plan.ts';
import { createRedactor } from '../../src/domain/redaction.ts';

function evidence(settings: Partial<Evidence> = {}): Evidence {
  const readFile = async (): Promise<FileContent> => ({ kind: 'missing' });
  const exit = { exitCode: 0, signal: null };
  return {
    defaultTarget: 'answer',
    texts: {},
    metrics: {},
    exit,
    readFile,
    reference: null,
    redact: (text) => text,
    ...settings,
  };
}

const answer = (text: string): Evidence => evidence({ texts: { answer: text, reasoning: 'because' } });
const plain = { target: null, message: null };

describe('equals', () => {
  it('ignores the white space around a text, and nothing else', async () => {
    const check: Check = { ...plain, kind: 'equals', value: '007' };
    expect(await evaluateCheck(check, answer(' 007\n'))).toMatchObject({ passed: true });
    expect(await evaluateCheck(check, answer('7'))).toEqual({
      name: 'equals',
      passed: false,
      expected: '007',
      actual: '7',
      message: 'the answer is not "007"',
    });
  });
});

describe('contains and notContains', () => {
  it('say what was looked for and what was seen', async () => {
    expect(await evaluateCheck({ ...plain, kind: 'contains', value: 'Paris' }, answer('Lyon'))).toEqual({
      name: 'contains',
      passed: false,
      expected: 'Paris',
      actual: 'Lyon',
      message: 'the answer does not contain "Paris"',
    });
    expect(await evaluateCheck({ ...plain, kind: 'contains', value: 'Lyo' }, answer('Lyon'))).toMatchObject({
      passed: true,
    });
  });

  it('show the place of what should not be there', async () => {
    const result = await evaluateCheck(
      { ...plain, kind: 'notContains', value: 'bad' },
      answer(`${'x'.repeat(5000)}bad`),
    );
    expect(result).toMatchObject({ passed: false, message: 'the answer contains "bad"' });
    expect(result.actual).toBe(`…${'x'.repeat(100)}bad`);
  });
});

describe('matches', () => {
  it('finds a pattern anywhere in the text', async () => {
    expect(
      await evaluateCheck({ ...plain, kind: 'matches', pattern: '(?i:HELLO) \\w+' }, answer('… hello you')),
    ).toMatchObject({ passed: true });
  });

  it('fails, and does not throw, for a pattern that is none', async () => {
    const result = await evaluateCheck({ ...plain, kind: 'matches', pattern: '(' }, answer('x'));
    expect(result.message).toBe('/(/ is not a regular expression');
  });
});

describe('exists and truthy', () => {
  it('take a text for existing when it is not empty', async () => {
    const check: Check = { ...plain, kind: 'exists', value: true };
    expect(await evaluateCheck(check, answer(' \n'))).toMatchObject({ passed: false, message: 'the answer is empty' });
    expect(await evaluateCheck({ ...check, target: 'reasoning' }, answer(''))).toMatchObject({
      name: 'exists reasoning',
      passed: true,
    });
  });

  it('take a file for existing when it is there, empty or not', async () => {
    const check: Check = { ...plain, kind: 'exists', value: true, target: 'file:out.txt' };
    const there = evidence({ readFile: async () => ({ kind: 'text', text: '' }) });
    expect(await evaluateCheck(check, there)).toMatchObject({ passed: true });
    expect(await evaluateCheck(check, evidence())).toMatchObject({
      passed: false,
      message: 'the file out.txt does not exist',
    });
    expect(await evaluateCheck({ ...check, value: false }, there)).toMatchObject({
      passed: false,
      message: 'the file out.txt exists',
    });
  });

  it('says why a file cannot be looked into', async () => {
    const closed = evidence({ readFile: async () => ({ kind: 'closed', why: 'is a directory' }) });
    const result = await evaluateCheck({ ...plain, kind: 'contains', value: 'x', target: 'file:dist' }, closed);
    expect(result).toEqual({ name: 'contains file:dist', passed: false, message: 'the file dist is a directory' });
  });

  it.each(['', '0', 'False', 'no\n', 'null'])('takes %j for untrue', async (text) => {
    expect(await evaluateCheck({ ...plain, kind: 'truthy', value: false }, answer(text))).toMatchObject({
      passed: true,
    });
    expect(await evaluateCheck({ ...plain, kind: 'truthy', value: true }, answer(text))).toMatchObject({
      passed: false,
    });
  });
});

describe('jsonSchema', () => {
  const schema = {
    type: 'object',
    required: ['city'],
    properties: { city: { type: 'string' } },
    additionalProperties: false,
  };

  it('passes what keeps the schema', async () => {
    expect(await evaluateCheck({ ...plain, kind: 'jsonSchema', schema }, answer('{"city":"Paris"}'))).toMatchObject({
      passed: true,
    });
  });

  it('names every breach', async () => {
    const result = await evaluateCheck({ ...plain, kind: 'jsonSchema', schema }, answer('{"town":1}'));
    expect(result.message).toBe(
      `the answer breaks the schema: the value must have required property 'city'; the value must NOT have additional properties ("town")`,
    );
  });

  it('says where a text is not JSON', async () => {
    const result = await evaluateCheck({ ...plain, kind: 'jsonSchema', schema }, answer('```json\n{}'));
    expect(result.message).toMatch(/^the answer is not JSON \(.*token.*\)$/s);
  });

  it('fails for a schema that is none', async () => {
    const result = await evaluateCheck({ ...plain, kind: 'jsonSchema', schema: { type: 'text' } }, answer('{}'));
    expect(result.message).toMatch(/^the schema itself is not valid: /);
  });

  it('keeps to the draft that the schema names', async () => {
    const $schema = 'https://json-schema.org/draft/2020-12/schema';
    const tuple = { $schema, type: 'array', prefixItems: [{ type: 'string' }], items: false };
    expect(await evaluateCheck({ ...plain, kind: 'jsonSchema', schema: tuple }, answer('["a"]'))).toMatchObject({
      passed: true,
    });
    expect(await evaluateCheck({ ...plain, kind: 'jsonSchema', schema: tuple }, answer('["a",1]'))).toMatchObject({
      passed: false,
    });
  });
});

describe('exitCode', () => {
  it('compares the code, and names the signal where there is none', async () => {
    const check: Check = { ...plain, kind: 'exitCode', value: 0 };
    const exited = evidence({ exit: { exitCode: 3, signal: null } });
    expect(await evaluateCheck(check, exited)).toEqual({
      name: 'exitCode',
      passed: false,
      expected: 0,
      actual: 3,
      message: 'the exit code is 3, not 0',
    });
    const killed = evidence({ exit: { exitCode: null, signal: 'SIGSEGV' } });
    expect((await evaluateCheck(check, killed)).message).toBe('there is no exit code: it was ended by SIGSEGV');
  });
});

describe('every check', () => {
  it("says the plan's own words when it fails, and nothing when it passes", async () => {
    const check: Check = { kind: 'contains', value: 'b', target: null, message: 'no b at all' };
    expect((await evaluateCheck(check, answer('a'))).message).toBe('no b at all');
    expect(await evaluateCheck(check, answer('b'))).not.toHaveProperty('message');
  });

  it('takes secrets out before it cuts what was seen at 500 characters', async () => {
    const secret = 'sk-1234567890';
    const text = `${'x'.repeat(494)}${secret}${'y'.repeat(100)}`;
    const redactor = createRedactor([secret]);
    const seen = { ...answer(text), redact: (whole: string) => redactor.text(whole) };
    const result = await evaluateCheck({ ...plain, kind: 'contains', value: 'z' }, seen);
    expect(result.actual).toBe(`${'x'.repeat(494)}[reda…`);
  });

  it('takes secrets out before it picks the place to show', async () => {
    const secret = 'sk-1234567890';
    const redactor = createRedactor([secret]);
    const seen = {
      ...answer(`${'x'.repeat(300)}${secret}${'y'.repeat(95)}bad`),
      redact: (text: string) => redactor.text(text),
    };
    const result = await evaluateCheck({ ...plain, kind: 'notContains', value: 'bad' }, seen);
    expect(result.actual).not.toContain('567890');
  });
});

describe('wer and cer', () => {
  const wer: Check = { ...plain, kind: 'wer', min: null, max: 0.1 };
  const reference = { text: 'hello world', normaliser: normaliserNamed('basic') };

  it('compare what was heard with the reference of the scenario', async () => {
    const seen = evidence({ texts: { answer: 'hello duck' }, reference });
    expect(await evaluateCheck(wer, seen)).toEqual({
      name: 'wer',
      passed: false,
      expected: 'at most 0.1',
      actual: 0.5,
      message:
        'WER is 0.5 (1 error in 2 words), not at most 0.1: heard "hello duck" instead of "hello world" (normaliser basic-1)',
    });
    expect(await evaluateCheck({ ...wer, kind: 'cer', max: 0.5 }, seen)).toMatchObject({ name: 'cer', passed: true });
  });

  it('look at the transcript where there is one beside the answer', async () => {
    const seen = evidence({ texts: { answer: 'Hello yourself!', transcript: 'Hello, world' }, reference });
    expect(await evaluateCheck(wer, seen)).toMatchObject({ name: 'wer', passed: true, actual: 0 });
    expect(await evaluateCheck({ ...wer, target: 'answer' }, seen)).toMatchObject({ passed: false });
  });

  it('fail without a reference, and without a transcript', async () => {
    expect(await evaluateCheck(wer, answer('hello'))).toEqual({
      name: 'wer',
      passed: false,
      expected: 'at most 0.1',
      message: 'there is no reference to compare with',
    });
    expect(await evaluateCheck(wer, evidence({ reference }))).toMatchObject({
      passed: false,
      message: 'there is no transcript to compare with the reference',
    });
  });
});
