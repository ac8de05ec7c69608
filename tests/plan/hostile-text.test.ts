import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noFilters } from '../../src/domain/schedule.ts';
import { expandPlan } from '../../src/plan/expand-plan.ts';
import { formatProblems } from '../../src/plan/format-problems.ts';
import { parsePlan } from '../../src/plan/parse-plan.ts';
import { chatPlan, messagesOf, planOf } from './plan-of.ts';

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

  it('of more than 4 MiB is refused without being read, with what to do', () => {
    expect(parsePlan('x'.repeat(4 * 1024 * 1024 + 1), '/p.yaml').problems).toMatchObject([
      { message: 'the plan is larger than 4 MiB', hint: expect.stringContaining('name it with "scenariosFrom"') },
    ]);
  });

  it('with a chain of scenarios as long as the plan has them in order, or names the circle', () => {
    const chain = (closed: string) =>
      chatPlan(Array.from({ length: 12_000 }, (_, n) => link(n, n === 11_999 ? closed : `N${n + 1}`)).join('\n'));
    const link = (n: number, next: string) => `- { id: N${n}, prompt: x, dependsOn: [${next}] }`;
    const [stretch] = expandPlan(planOf(chain('')), noFilters, {}).stretches;
    expect(stretch?.tests.map(({ scenario }) => scenario.id).slice(0, 2)).toEqual(['N11999', 'N11998']);
    expect(messagesOf(chain('N0'))).toEqual([
      'scenarios depend on each other in a circle: N0 → N1 → N2 → N3 → N4 → N5 → N6 → N7 → N8 → N9 → 11989 more → N11999 → N0',
    ]);
  });

  it.each([
    ['a path', '../../etc/passwd', ['"id" has a slash or a bracket, which test ids need for themselves']],
    ['another path', '..\\\\..\\\\x', ['"id" has a slash or a bracket, which test ids need for themselves']],
    [
      'controls',
      'a\\e[31m',
      ['"id" has a slash or a bracket, which test ids need for themselves', '"id" has control characters'],
    ],
    ['a bidirectional override', 'a\\u202eb', ['"id" has control characters']],
    ['NUL', 'a\\0b', ['"id" has control characters']],
    ['half a character', 'a\\ud83db', ['"id" has control characters']],
    ['300 characters', 'x'.repeat(300), ['"id" is longer than 200 characters']],
  ])('in an id that is %s is refused', (_, id, messages) => {
    expect(messagesOf(chatPlan(`- { id: "${id}", prompt: x }`)).toSorted()).toEqual(messages.toSorted());
  });

  it('in an id is kept where it can be read: emoji, any script, 200 characters', () => {
    const ids = ['🙂', 'Prüfung-1', '試験', 'x'.repeat(200)];
    const plan = planOf(chatPlan(ids.map((id) => `- { id: "${id}", prompt: x }`).join('\n')));
    expect(plan.domains[0]?.scenarios.map(({ id }) => id)).toEqual(ids);
  });

  it.each(['__proto__', 'constructor', 'toString'])(
    'as the key %s is data or a problem, and changes nothing else',
    (key) => {
      const refused = key === '__proto__' ? ['"__proto__" is not allowed as a key'] : [];
      expect(messagesOf(chatPlan(`- { id: A, prompt: x, options: { ${key}: { polluted: 1 } } }`))).toEqual(refused);
      const unknown = key === '__proto__' ? refused : [`unknown key "${key}"`];
      expect(messagesOf(chatPlan(`- { id: A, prompt: x, ${key}: { prompt: y } }`))).toEqual(unknown);
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
      expect({}).not.toHaveProperty('polluted');
    },
  );
});
