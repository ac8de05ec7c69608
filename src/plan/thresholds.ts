// Checks that could never pass where they stand, because what they look at is not there.
import type { Check, Loadout, Scenario } from '../domain/plan.ts';
import type { Listed } from './listed.ts';
import type { ReadDomain } from './read-domain.ts';

/** Measured on a loadout's processes. */
const memories = new Set(['rssPeakMiB', 'serviceVramPeakMiB', 'cpuMeanPercent']);
/** Measured against a text. */
const comparisons = new Set([
  'wer',
  'werRaw',
  'cer',
  'cerRaw',
  'wordErrors',
  'referenceWords',
  'characterErrors',
  'referenceCharacters',
]);

export function checkThresholds(domain: ReadDomain, { item, reader, path }: Listed<Scenario>): void {
  for (const [index, check] of (item?.expect ?? []).entries()) {
    const problem = item === null ? null : problemOf(domain, item, check);
    if (problem === null) continue;
    const at = [...path, 'expect', index, ...(check.kind === 'metric' ? ['metric', 'name'] : [check.kind])];
    const [message = '', hint] = problem.split('\n');
    reader.problem(at, message, hint ?? null, check.kind === 'metric' ? 'value' : 'key');
  }
}

/** In two lines, the second one the hint. */
function problemOf({ domain, loadouts }: ReadDomain, scenario: Scenario, check: Check): string | null {
  const looksAt = check.kind === 'metric' ? check.metric : check.kind;
  if (loadouts.length === 0 && memories.has(looksAt)) {
    const what = looksAt === 'cpuMeanPercent' ? 'load' : 'memory';
    return `"${looksAt}" is the ${what} of a loadout's services, and the domain "${domain.name}" has no loadouts`;
  }
  if (
    (scenario.driver === 'stt' || scenario.driver === 'sts') &&
    scenario.reference === null &&
    comparisons.has(looksAt)
  ) {
    return `"${looksAt}" compares with a reference, and "${scenario.id}" has none\nwrite what is said in the recording: reference: …`;
  }
  if (scenario.driver !== 'tts' || (check.kind === 'metric' && !isOfRoundTrip(check.metric))) return null;
  const silent = silentLoadout(scenario, domain.loadouts);
  if (silent === undefined) return null;
  return `"${looksAt}" looks at the speech once it is written down, and the loadout "${silent.label}" has no stt for that\nwrite the loadout as { label: …, tts: …, stt: … }, or name others under "loadouts" of the scenario`;
}

function isOfRoundTrip(metric: string): boolean {
  return comparisons.has(metric) || metric === 'roundTripMs';
}

/** One on which the scenario runs and whose speech nobody writes down. */
function silentLoadout({ loadouts }: Scenario, all: readonly Loadout[]): Loadout | undefined {
  const used = all.filter(({ label }) => loadouts === null || loadouts.includes(label));
  return used.find(({ members }) => !members.some(({ role }) => role === 'stt'));
}
