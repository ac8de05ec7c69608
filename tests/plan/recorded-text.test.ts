import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { recordedText } from '../../src/plan/recorded-text.ts';
import { secretsOf } from '../../src/plan/secrets.ts';
import { planOf } from './plan-of.ts';

/** Lines of a service and of a step, in the places where secrets stand. */
function planWith({ service = '', step = 'run: "true"' }: { service?: string; step?: string }): string {
  return `name: P # with a comment
services:
  remote:
    adapter: external
    api: openai
    ${service.includes('url:') ? 'optional: true' : 'url: http://127.0.0.1:1'}
    ${service.replaceAll('\n', '\n    ')}
domains:
  tools:
    driver: command
    scenarios:
      - id: A
        steps:
          - ${step.replaceAll('\n', '\n            ')}
`;
}

function recorded(text: string, env: Readonly<Record<string, string>> = {}): string {
  const plan = planOf(text);
  return recordedText(plan, secretsOf(plan, env));
}

describe('the text of a plan that is recorded', () => {
  it.each([
    ['escapes', 'apiKey: "ABCD\\x45FGHIJKLMNOPQ"', 'apiKey: "[redacted]"'],
    ['long escapes', 'apiKey: "\\u0041BCD\\U00000045FGH\\tIJKL" # why', 'apiKey: "[redacted]" # why'],
    ['doubled quotes', "apiKey: 'quo''tedsecret99'", "apiKey: '[redacted]'"],
    ['a quote at the end', "apiKey: 'quotedsecret99'''", 'apiKey: "[redacted]"'],
    ['several lines', 'apiKey: "FOLDEDPART1\n    FOLDEDPART2"', 'apiKey: "[redacted]"'],
    ['lines that are joined', 'apiKey: "FOLDEDPART1\\\n   FOLDEDPART2"', 'apiKey: "[redacted]"'],
    ['plain lines', 'apiKey: FOLDEDPART1\n   FOLDEDPART2', 'apiKey: "[redacted]"'],
    ['a folded block', 'apiKey: >-\n  BLOCKPARTONE\n  BLOCKPARTTWO', 'apiKey: >-\n      [redacted]'],
    ['a block', 'apiKey: |\n  BLOCKPARTONE\n    BLOCKPARTTWO', 'apiKey: |\n      [redacted]'],
    ['nothing', 'apiKey: PLAINSECRET99', 'apiKey: "[redacted]"'],
    ['an anchor', 'apiKey: &key "ABCD\\x45FGHIJK"', 'apiKey: &key "[redacted]"'],
    ['a variable behind it', 'apiKey: "ABCD\\x45FGHI-${MORE}"', 'apiKey: "[redacted]${MORE}"'],
    ['a variable with a default', 'apiKey: "${KEY:-ABCD\\x45FGHI}"', 'apiKey: "${KEY:-[redacted]}"'],
    ['a literal brace', 'apiKey: "ABCD$${EFGHIJ}KL"', 'apiKey: "[redacted]"'],
    ['an address', 'url: "http://h/?api_key=URLQUERYSECRET1"', 'url: "http://h/?api_key=[redacted]"'],
  ])('has no key that is written with %s', (_, service, clean) => {
    expect(recorded(planWith({ service }))).toBe(
      planWith({ service }).replace(service.replaceAll('\n', '\n    '), clean),
    );
  });

  it.each([
    ['run: "true"\nenv: { SOME_PASSWORD: "pw\\x41BCDEFGHI", N: "1" }', 'env: { SOME_PASSWORD: "[redacted]", N: "1" }'],
    ["run: 'true'\nenv: { OTHER_SECRET: 'it''ssecret12' }", "env: { OTHER_SECRET: '[redacted]' }"],
    ['run: "serve --api-key \\x41BCDEFGHIJ --port 1"', 'run: "serve --api-key [redacted] --port 1"'],
    ['{ run: serve --api-key ABCDEFGHIJ }', '{ run: "serve --api-key [redacted]" }'],
    [
      'run: |\n  set -x\n  serve --api-key ABCDEFGHIJ\n  echo',
      'set -x\n              serve --api-key [redacted]\n              echo',
    ],
    ['run: "true" # once ABCDEFGHIJKLM', '# once [redacted]'],
  ])('has no secret of a step: %s', (step, clean) => {
    const text = recorded(planWith({ step }), { MY_TOKEN: 'ABCDEFGHIJKLM' });
    expect(text).toContain(clean);
    expect(() => parse(text)).not.toThrow();
  });

  it('has no secret in the list of a command, whatever its place in the plan', () => {
    const text = `name: P
services:
  mine: { adapter: command, api: none, port: 4000, env: { HF_TOKEN: "hf_\\u0041BCDEFGHIJ" }, command: [serve, --api-key, "ABCD\\x45FGHIJ"] }
domains:
  tools:
    driver: command
    scenarios: [{ id: A, steps: [{ run: "echo ABCD\\x45FGHIJ hf_\\x41BCDEFGHIJ" }] }]
`;
    expect(parse(recorded(text))).toMatchObject({
      services: { mine: { env: { HF_TOKEN: '[redacted]' }, command: ['serve', '--api-key', '[redacted]'] } },
      domains: { tools: { scenarios: [{ steps: [{ run: 'echo [redacted] [redacted]' }] }] } },
    });
  });

  it('is the text itself where no secret stands in it', () => {
    const text = planWith({ service: 'apiKey: "${REMOTE_API_KEY}"', step: "run: 'it''s \\x41'" });
    expect(recorded(text, { REMOTE_API_KEY: 'sk-0123456789' })).toBe(text);
  });
});
