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
  if ('wer' in input && input.wer !== undefined) return errorRate('wer', input.wer, common);
  if ('cer' in input && input.cer !== undefined) return errorRate('cer', input.cer, common);
  if (input.metric === undefined) return null;
  const { name, min = null, max = null } = input.metric;
  // A threshold may carry its message inside or beside it.
  const message = common.message ?? input.metric.message ?? null;
  return { ...common, message, kind: 'metric', metric: name, min, max };
}

interface Limits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly message?: string | undefined;
}

interface Common {
  readonly target: string | null;
  readonly message: string | null;
}

/** A number alone is the most that passes. */
function errorRate(kind: 'wer' | 'cer', limits: number | Limits, common: Common): Check {
  if (typeof limits === 'number') return { ...common, kind, min: null, max: limits };
  const { min = null, max = null } = limits;
  return { ...common, message: common.message ?? limits.message ?? null, kind, min, max };
}
