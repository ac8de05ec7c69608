import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/domain/redaction.ts';

describe('secrets', () => {
  it('are replaced in text, the longer one first', () => {
    const redactor = createRedactor(['sk-12345678', 'sk-12345678-extended']);
    expect(redactor.text('a sk-12345678-extended b sk-12345678 c')).toBe('a [redacted] b [redacted] c');
  });

  it('are found where they stand escaped in JSON', () => {
    const secret = 'pass"word\\123\n\u009b';
    const redactor = createRedactor([secret]);
    const value = { error: `it is ${secret}!`, steps: [{ message: secret }] };
    expect(redactor.mayOccurIn(JSON.stringify({ a: 'pass"word' }))).toBe(false);
    expect(redactor.json(value)).toBe('{"error":"it is [redacted]!","steps":[{"message":"[redacted]"}]}');
  });

  it('of under eight characters are left alone', () => {
    expect(createRedactor(['1234567']).text('1234567')).toBe('1234567');
  });

  it('never alter what identifies something', () => {
    const event = {
      event: {
        type: 'trial.finished',
        result: { testId: 'postgres-up', status: 'completed', tags: ['postgres'], error: 'postgres?' },
      },
      filters: { ids: ['postgres'] },
    };
    expect(JSON.parse(createRedactor(['postgres', 'completed']).json(event))).toEqual({
      ...event,
      event: { ...event.event, result: { ...event.event.result, error: '[redacted]?' } },
    });
  });

  it('leave JSON that parses, with its numbers, whatever they are', () => {
    expect(createRedactor(['12345678']).json({ expected: { maximum: 12345678 }, error: '12345678' })).toBe(
      '{"expected":{"maximum":12345678},"error":"[redacted]"}',
    );
    const secrets = fc.array(fc.string({ minLength: 8, unit: 'binary' }), { maxLength: 3 });
    fc.assert(
      fc.property(secrets, fc.jsonValue(), (values, value) => {
        JSON.parse(createRedactor(values).json({ value }));
      }),
    );
  });
});
