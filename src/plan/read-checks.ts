// The checks of a scenario: from one key per kind to the tagged form.
import type { Check } from '../domain/plan.ts';
import type { CheckInput } from './schema/check.ts';

export function checksOf(inputs: readonly CheckInput[] | undefined): readonly Check[] {
  return (inputs ?? []).flatMap((input) => checkOf(input) ?? []);
}

function checkOf(input: CheckInput): Check | null {
  const common = { target: input.target ?? null, message: input.message ?? null };
  if (input.equals !== undefined) return { ...common, kind: 'equals', value: input.equals };
  if (input.contains !== undefined) return { ...common, kind: 'contains', value: input.contains };
  if (input.notContains !== undefined) return { ...common, kind: 'notContains', value: input.notContains };
  if (input.matches !== undefined) return { ...common, kind: 'matches', pattern: input.matches };
  if (input.exists !== undefined) return { ...common, kind: 'exists', value: input.exists };
  if (input.truthy !== undefined) return { ...common, kind: 'truthy', value: input.truthy };
  if (input.jsonSchema !== undefined) return { ...common, kind: 'jsonSchema', schema: input.jsonSchema };
  if ('exitCode' in input && input.exitCode !== undefined) {
    return { ...common, kind: 'exitCode', value: input.exitCode };
  }
  if (input.metric === undefined) return null;
  const { name, min = null, max = null } = input.metric;
  // A threshold may carry its message inside or beside it.
  const message = common.message ?? input.metric.message ?? null;
  return { ...common, message, kind: 'metric', metric: name, min, max };
}
