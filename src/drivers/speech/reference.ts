// A transcript beside what is really said.
import type { ReferenceText } from '../../checks/evidence.ts';
import { errorRateMetrics } from '../../checks/word-errors/error-rate-metrics.ts';
import { type ComparedScenario, normaliserOf } from '../../checks/word-errors/normalise.ts';
import type { Metrics } from '../../domain/results.ts';

/** Null where nobody says what is said. */
export function referenceOf(text: string | null, scenario: ComparedScenario): ReferenceText | null {
  return text === null ? null : { text, normaliser: normaliserOf(scenario) };
}

/** What is said of a spoken text: tags such as `[laugh]` are instructions, not words. */
export function withoutTags(text: string): string {
  return text.replace(/\[[^[\]]*\]/g, ' ');
}

/** The error rates and the name of the normaliser; nothing without a reference. */
export function comparison(reference: ReferenceText | null, hypothesis: string): Metrics {
  if (reference === null) return {};
  const { text, normaliser } = reference;
  return { ...errorRateMetrics({ reference: text, hypothesis, normaliser }), normaliser: normaliser.name };
}
