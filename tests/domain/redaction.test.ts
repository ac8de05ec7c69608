import { expect, it } from 'vitest';
import { createRedactor } from '../../src/domain/redaction.ts';

it('replaces secrets in text, the longer one first', () => {
  const redactor = createRedactor(['sk-12345678', 'sk-12345678-extended']);
  expect(redactor.text('a sk-12345678-extended b sk-12345678 c')).toBe('a [redacted] b [redacted] c');
});

it('finds a secret that stands escaped in JSON', () => {
  const secret = 'pass"word\\123\n';
  expect(createRedactor([secret]).json(JSON.stringify({ said: `it is ${secret}!` }))).toBe(
    '{"said":"it is [redacted]!"}',
  );
});

it('leaves values under eight characters alone', () => {
  expect(createRedactor(['1234567']).text('1234567')).toBe('1234567');
});
