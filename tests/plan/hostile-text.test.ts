import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/plan/format-problems.ts';
import { parsePlan } from '../../src/plan/parse-plan.ts';
import { messagesOf } from './plan-of.ts';

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
const examples = ['example-plan.yaml', 'models-plan.yaml'].map((name) => readFileSync(`${fixtures}${name}`, 'utf8'));

describe('hostile text', () => {
  it('of any kind is read or refused, never thrown at', () => {
    const pieces = fc.constantFrom(
      'name: x\n',
      'domains:\n',
      '  llm:\n',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      ': ',
      '&a ',
      '*a',
      '!t ',
      '|\n',
      '\t',
      '? ',
      '#',
      '%',
      '---\n',
      '${A',
      '}',
      '\u0000',
      '\ufeff',
      '<<: ',
      '__proto__: ',
      '\r\n',
      '  ',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (content) => {
        const { plan, problems } = parsePlan(content, '/p.yaml');
        expect(plan === null).toBe(problems.length > 0);
        expect(formatProblems(problems, { file: 'p.yaml', text: content }, { color: false })).not.toMatch(
          /[\u0000-\u0008\u001b\u0085]/,
        );
      }),
      { numRuns: 600 },
    );
  });

  it.each(examples)('damages an example in any way and still gets a place for each problem', (example) => {
    fc.assert(
      fc.property(fc.nat(example.length - 1), fc.nat(20), fc.string({ maxLength: 3 }), (start, length, inserted) => {
        const content = example.slice(0, start) + inserted + example.slice(start + length);
        for (const { position, within } of parsePlan(content, `${fixtures}p.yaml`).problems) {
          const lines = (within?.text ?? content).split('\n').length;
          expect(position === null || position.line <= lines + 1).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('that is nested without end is refused', () => {
    expect(messagesOf(`name: ${'['.repeat(200)}${']'.repeat(200)}`)).toContainEqual(
      expect.stringContaining('nested too deeply'),
    );
    expect(messagesOf('['.repeat(200_000)).length).toBeGreaterThan(0);
  });

  it('that multiplies itself through aliases is refused quickly', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) =>
        `l${level}: &l${level} [${Array(9)
          .fill(level === 0 ? 'x' : `*l${level - 1}`)
          .join(', ')}]`,
    );
    expect(messagesOf(levels.join('\n'))).toContain('"*l3" makes the plan grow to more than 10000 repeated values');
  });

  it('of more than 10 MiB is refused without being read', () => {
    expect(messagesOf('x'.repeat(10 * 1024 * 1024 + 1))).toEqual(['the plan is larger than 10 MiB']);
  });
});
