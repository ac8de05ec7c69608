import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/domain/redaction.ts';
import { jsonText } from '../../src/domain/text.ts';

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

  const secret = `p&ss "w+rd"/ü!(*)~'<x>`;

  it.each([
    ['JSON', JSON.stringify(`it is ${secret}, yes`), '"it is [redacted], yes"'],
    ['JSON in JSON', JSON.stringify(JSON.stringify(secret)), '"\\"[redacted]\\""'],
    ['Python, in JSON', `"p&ss \\"w+rd\\"/\\u00fc!(*)~'<x>"`, '"[redacted]"'],
    ['Python, to look at', `['p&ss "w+rd"/ü!(*)~\\'<x>']`, "['[redacted]']"],
    ['Python, as bytes', `b'p&ss "w+rd"/\\xc3\\xbc!(*)~\\'<x>'`, "b'[redacted]'"],
    ['Go, in JSON', `"p\\u0026ss \\"w+rd\\"/ü!(*)~'\\u003cx\\u003e"`, '"[redacted]"'],
    ['.NET, in JSON', '"p\\u0026ss \\u0022w\\u002Brd\\u0022/\\u00FC!(*)~\\u0027\\u003Cx\\u003E"', '"[redacted]"'],
    ['PHP, in JSON', `"p&ss \\"w+rd\\"\\/\\u00fc!(*)~'<x>"`, '"[redacted]"'],
    ['an address', `key=${encodeURIComponent(secret)}&n=1`, 'key=[redacted]&n=1'],
    ['an address in small letters', `key=${encodeURIComponent(secret).toLowerCase()}&n=1`, 'key=[redacted]&n=1'],
    ['an address in an address', `key=${encodeURIComponent(encodeURIComponent(secret))}`, 'key=[redacted]'],
    ['Python, as a path', 'p%26ss%20%22w%2Brd%22/%C3%BC%21%28%2A%29~%27%3Cx%3E?n=1', '[redacted]?n=1'],
    ['a form', `${new URLSearchParams({ key: secret, n: '1' })}`, 'key=[redacted]&n=1'],
    ['a page', '<b>p&amp;ss &quot;w+rd&quot;/ü!(*)~&apos;&lt;x&gt;</b>', '<b>[redacted]</b>'],
    ['a page by numbers', '<b>p&#38;ss &#34;w+rd&#x22;/&#xFC;!(*)~&#039;&#60;x&#62;</b>', '<b>[redacted]</b>'],
    ['a shell', `+ curl 'p&ss "w+rd"/ü!(*)~'\\''<x>'`, "+ curl '[redacted]'"],
    ['a shell by backslashes', `p\\&ss\\ \\"w+rd\\"/ü\\!\\(\\*\\)~\\'\\<x\\>`, '[redacted]'],
    ['YAML', `key: 'p&ss "w+rd"/ü!(*)~''<x>'`, "key: '[redacted]'"],
    ['a table', `1,"p&ss ""w+rd""/ü!(*)~'<x>"`, '1,"[redacted]"'],
  ])('are found as %s writes them', (_, printed, clean) => {
    const redactor = createRedactor([secret]);
    expect(redactor.text(printed)).toBe(clean);
    expect(redactor.mayOccurIn(JSON.stringify(printed))).toBe(true);
  });

  it.each([
    ['a colour', '\u001b[01;31m\u001b[Ksk-proj\u001b[m\u001b[K-0123456789abcdef!', '\u001b[01;31m\u001b[K[redacted]!'],
    ['a link', 'sk-\u001b]8;;http://x y\u0007proj-0123\u001b]8;;\u001b\\456789abcdef', '[redacted]'],
    ['what has no width', 's\u200bk-pr\u00adoj\u2060-01\ufeff234\u202e5678\u{e0041}9abc\u034fdef', '[redacted]'],
    ['controls', 'sk-\u0000proj\r-0123456\u009c789abcdef', '[redacted]'],
    ['a line separator', 'sk-proj-0123\u2028456789abcdef', '[redacted]'],
    ['an escape before them', '\u001bsk-proj-0123456789abcdef', '\u001b[redacted]'],
  ])('are found where they are interrupted by %s', (_, printed, clean) => {
    const redactor = createRedactor(['sk-proj-0123456789abcdef']);
    expect(redactor.text(printed)).toBe(clean);
    expect(redactor.mayOccurIn(jsonText({ printed }))).toBe(true);
    expect(JSON.parse(redactor.json({ printed }))).toEqual({ printed: clean });
  });

  it('are found where they hold what nobody sees, also without it', () => {
    const redactor = createRedactor(['pass\u200dword\u001b[1m-123']);
    expect(redactor.text('a pass\u200dword\u001b[1m-123 b password-123')).toBe('a [redacted] b [redacted]');
  });

  it('leave the quotes around them as they are', () => {
    const redactor = createRedactor(['"sk-"0123456789"']);
    expect(redactor.text(JSON.stringify({ key: '"sk-"0123456789"' }))).toBe('{"key":"[redacted]"}');
    expect(redactor.text(`""sk-"0123456789""`)).toBe('"[redacted]"');
  });

  const lines = ['MIIEvgIBADANBgkqhkiG9w0BAQ', 'EFAASCBKgwggSkAgEAAoIBAQC7', 'VJT='];
  const pem = ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');

  it.each([
    ['as they are', pem, '[redacted]\n'],
    ['with other ends', pem.replaceAll('\n', '\r\n'), '[redacted]\r\n'],
    ['indented', `key: |\n  ${pem.trim().replaceAll('\n', '\n  ')}\n`, 'key: |\n  [redacted]\n'],
    ['on one line', pem.trim().replaceAll('\n', ' '), '[redacted]'],
    ['in JSON', JSON.stringify({ pem }), '{"pem":"[redacted]\\n"}'],
    ['one by one', `1: ${lines[0]}\n2: ${lines[1]}\n`, '1: [redacted]\n2: [redacted]\n'],
    ['without their own', '-----BEGIN PRIVATE KEY-----\n(left out)\n', '-----BEGIN PRIVATE KEY-----\n(left out)\n'],
  ])('of several lines are found %s', (_, printed, clean) => {
    expect(createRedactor([pem]).text(printed)).toBe(clean);
  });

  it('are found in Base64 that is wrapped, wherever that is', () => {
    const redactor = createRedactor([secret]);
    for (const columns of [64, 76]) {
      for (let before = 0; before < 120; before += 1) {
        const code = Buffer.from(`${'u'.repeat(before)}:${secret}`).toString('base64');
        const text = code.replaceAll(new RegExp(`.{${columns}}`, 'g'), '$&\n');
        for (const printed of [text, text.replaceAll('\n', '\r\n'), JSON.stringify(text)]) {
          expect(redactor.text(printed).replaceAll(/\s|\\n/g, '')).toMatch(/^"?[\w+/]*\[redacted\][\w+/=]{0,4}"?$/);
          expect(redactor.mayOccurIn(JSON.stringify(printed))).toBe(true);
        }
      }
    }
  });

  it('are found however long they are', () => {
    const long = Array.from({ length: 20_000 }, (_, n) => (n * 7919).toString(36)).join('/');
    const redactor = createRedactor([long]);
    expect(redactor.text(`<${long}>`)).toBe('<[redacted]>');
    expect(redactor.text(`<${encodeURIComponent(long)}>`)).toBe('<[redacted]>');
  });

  it.each(['KEY=', 'a-'])('cost little where they consist of nothing but %j', (piece) => {
    const secret = piece.repeat(20_000);
    expect(createRedactor([secret]).text(`<${secret}>`)).toMatch(/^<\[redacted\][=-]?>$/);
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
    const odd = createRedactor(['p&ss/w(rd)0123']);
    for (const piece of ['p%26ss%2Fw(rd)…', 'p%26ss/w%28rd%29…', 'p%26ss%2fw%28rd%29…', 'p\\u0026ss/w(rd)…'])
      expect(odd.text(`of ${piece}`)).toBe('of [redacted]…');
    expect(redactor.mayOccurIn(JSON.stringify('sk-01234567…'))).toBe(true);
  });

  it.each(['\\', '%25', ' ', "'", '…', '\u001b]', '\u001b[3', 'sk-0', 'sk-0-012345678', 'ab…sk'])(
    'cost little in a text of nothing but %j',
    (piece) => {
      const text = piece.repeat(500_000);
      const secrets = Array.from({ length: 20 }, (_, n) => `sk-${n}-'0123456789\\' "x"`);
      expect(createRedactor(secrets).text(text) === text).toBe(true);
    },
  );

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
