// Plans for tests, from a few lines of YAML.
import type { Plan } from '../../src/domain/plan.ts';
import { type Filters, noFilters, type Schedule } from '../../src/domain/schedule.ts';
import { parsePlan } from '../../src/plan/parse-plan.ts';

/** Throws with all problems where the text is no plan. */
export function planOf(text: string, file = '/plans/test.yaml'): Plan {
  const { plan, problems } = parsePlan(text, file);
  if (plan === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  return plan;
}

export function messagesOf(text: string): readonly string[] {
  return parsePlan(text, '/plans/test.yaml').problems.map(({ message }) => message);
}

/** A plan with one llm domain on two built-in loadouts. */
export function chatPlan(scenarios: string, head = ''): string {
  return `name: Test
${head}
services: { builtin: { adapter: builtin } }
domains:
  llm:
    loadouts:
      - { service: builtin, model: tiny-markov, label: one }
      - { service: builtin, model: tiny-markov, label: two }
    scenarios:
${scenarios.replace(/^/gm, '      ')}
`;
}

export function filtersOf(some: Partial<Filters>): Filters {
  return { ...noFilters, ...some };
}

export function testIdsOf(schedule: Schedule): readonly string[] {
  return schedule.stretches.flatMap(({ tests }) => tests.map(({ testId }) => testId));
}
