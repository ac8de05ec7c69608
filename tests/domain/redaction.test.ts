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

  it.each([
    ['JSON', JSON.stringify('it is p&ss "w+rd"/ü, yes'), '"it is [redacted], yes"'],
    ['JSON in JSON', JSON.stringify(JSON.stringify('p&ss "w+rd"/ü')), '"\\"[redacted]\\""'],
    ['Python', '"p&ss \\"w+rd\\"/\\u00fc"', '"[redacted]"'],
    ['an address', 'key=p%26ss%20%22w%2Brd%22%2F%C3%BC&n=1', 'key=[redacted]&n=1'],
    ['an address in small letters', 'key=p%26ss%20%22w%2brd%22%2f%c3%bc&n=1', 'key=[redacted]&n=1'],
    ['a form', 'key=p%26ss+%22w%2Brd%22%2F%C3%BC&n=1', 'key=[redacted]&n=1'],
    ['a page', '<b>p&amp;ss &quot;w+rd&quot;/ü</b>', '<b>[redacted]</b>'],
    ['a page by numbers', '<b>p&amp;ss &#34;w+rd&#34;/ü</b>', '<b>[redacted]</b>'],
  ])('are found as %s writes them', (_, printed, clean) => {
    expect(createRedactor(['p&ss "w+rd"/ü']).text(printed)).toBe(clean);
  });

  it('are found in Base64, whatever stands around them', () => {
    const secret = '\u00ff\u00ffkey?>~+/pass';
    const redactor = createRedactor([secret]);
    for (const user of ['', 'u:', 'me:', 'you:']) {
      for (const end of ['', '\n', 'ab']) {
        const bytes = Buffer.from(`${user}${secret}${end}`);
        for (const alphabet of ['base64', 'base64url'] as const) {
          const clean = redactor.text(`Basic ${bytes.toString(alphabet)}`);
          expect(clean).toMatch(/^Basic .{0,6}\[redacted\].{0,6}$/);
          expect(JSON.parse(redactor.json({ error: clean }))).toEqual({ error: clean });
          expect(redactor.mayOccurIn(JSON.stringify(bytes.toString(alphabet)))).toBe(true);
        }
      }
    }
  });

  it('are found where a text was cut within them', () => {
    const redactor = createRedactor(['sk-0123456789']);
    expect(redactor.text('the key is sk-0123456…')).toBe('the key is [redacted]…');
    expect(redactor.text('…-0123456789 is the key, or sk-01234567…')).toBe('…[redacted] is the key, or [redacted]…');
    expect(redactor.text('sk-… and … stay')).toBe('sk-… and … stay');
    expect(redactor.mayOccurIn(JSON.stringify('sk-01234567…'))).toBe(true);
  });

  it('cost little in a long text that is full of cuts', () => {
    const text = 'a…'.repeat(5_000_000);
    expect(createRedactor(Array.from({ length: 20 }, (_, n) => `sk-${n}-0123456789`)).text(text)).toBe(text);
  });

  it('are taken out of what a service says of itself', () => {
    const said = { version: '1.0 (sk-12345678)', binary: '/opt/sk-12345678/serve', details: { args: 'sk-12345678' } };
    expect(JSON.parse(createRedactor(['sk-12345678']).json({ type: 'service.ready', ...said }))).toEqual({
      type: 'service.ready',
      version: '1.0 ([redacted])',
      binary: '/opt/[redacted]/serve',
      details: { args: '[redacted]' },
    });
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
