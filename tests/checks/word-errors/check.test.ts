import { describe, expect, it } from 'vitest';
import { judgeErrorRate } from '../../../src/checks/word-errors/check.ts';
import { normaliserNamed } from '../../../src/checks/word-errors/normalise.ts';

const basic = normaliserNamed('basic');
const judged = (reference: string, hypothesis: string, redact = (text: string) => text) => {
  return { reference, hypothesis, normaliser: basic, redact };
};
const atMost = (max: number) => ({ min: null, max });

describe('a word error rate', () => {
  it('passes within its limits', () => {
    const finding = judgeErrorRate('wer', atMost(0.5), judged('Hello, world!', 'hello duck'));
    expect(finding).toMatchObject({ passed: true, expected: 'at most 0.5', actual: 0.5 });
  });

  it('says rate, count, limit, both texts and the normaliser when it fails', () => {
    expect(judgeErrorRate('wer', atMost(0.05), judged('Hello, world!', 'hello\nduck'))).toEqual({
      passed: false,
      expected: 'at most 0.05',
      actual: 0.5,
      reason:
        'WER is 0.5 (1 error in 2 words), not at most 0.05: heard "hello duck" instead of "Hello, world!" (normaliser basic-1)',
    });
  });

  it('can be too good', () => {
    const finding = judgeErrorRate('wer', { min: 0.1, max: 1 }, judged('one', 'one'));
    expect(finding.passed).toBe(false);
    expect(finding.reason).toMatch(/^WER is 0 \(0 errors in 1 word\), not between 0.1 and 1: /);
  });

  it('names an answer that is empty', () => {
    expect(judgeErrorRate('wer', atMost(0.5), judged('hello', '')).reason).toBe(
      'WER is 1 (1 error in 1 word), not at most 0.5: heard nothing instead of "hello" (normaliser basic-1)',
    );
  });

  it('shows the place where long texts begin to differ', () => {
    const same = 'and so on '.repeat(100);
    const { reason } = judgeErrorRate('wer', atMost(0), judged(`${same}said ${'x '.repeat(500)}`, `${same}heard`));
    const lead = same.slice(-60);
    expect(reason).toContain(`heard "…${lead}heard" instead of "…${lead}said x x`);
    expect(reason.length).toBeLessThan(600);
  });

  it('never cuts a character in two', () => {
    for (const same of ['😀'.repeat(100), `${'😀'.repeat(100)}a`]) {
      const { reason } = judgeErrorRate('cer', atMost(0), judged(`${same}${'😀'.repeat(150)}`, `${same}b`));
      expect(reason.isWellFormed()).toBe(true);
    }
  });
});

it('counts characters for a CER', () => {
  expect(judgeErrorRate('cer', atMost(0.1), judged('hello world', 'hello duck')).reason).toBe(
    'CER is 0.454545 (5 errors in 11 characters), not at most 0.1: heard "hello duck" instead of "hello world" (normaliser basic-1)',
  );
});

describe('where nothing is said', () => {
  it('fails for whatever was heard, even without limits that it could break', () => {
    expect(judgeErrorRate('wer', atMost(1000), judged('', 'Thank you.'))).toEqual({
      passed: false,
      expected: 'at most 1000',
      actual: 'Thank you.',
      reason: 'something was heard where nothing is said: "Thank you." (normaliser basic-1)',
    });
  });

  it('passes for nothing, also for nothing in brackets', () => {
    expect(judgeErrorRate('wer', atMost(0), judged('', ''))).toMatchObject({ passed: true, actual: 0 });
    expect(judgeErrorRate('cer', atMost(0), judged('', ' [BLANK_AUDIO]\n'))).toMatchObject({ passed: true, actual: 0 });
  });
});

it('quotes no secret, not even a part of one', () => {
  const secret = 'sk-0123456789abcdef';
  const redact = (text: string) => text.replaceAll(secret, '[secret]');
  const said = `${'w '.repeat(95)}${secret} end`;
  const { reason } = judgeErrorRate('wer', atMost(0), judged(said, `x ${said}`, redact));
  expect(reason).not.toContain('sk-');
});

it('fails where the texts are too long to be compared', () => {
  const finding = judgeErrorRate('cer', atMost(1), judged('a'.repeat(200_000), 'b'.repeat(200_001)));
  expect(finding).toEqual({
    passed: false,
    expected: 'at most 1',
    reason: 'the texts are too long to be compared: 200001 characters were heard instead of 200000',
  });
});
