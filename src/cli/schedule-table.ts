// The schedule as `--dry-run` prints it: what would be executed, in this order, and what would be skipped.
import { plannedTrials, type Schedule, type ScheduledTest, type Stretch, serviceIdOf } from '../domain/schedule.ts';
import { cut, oneLine } from '../domain/text.ts';
import { counted } from '../domain/wording.ts';

const columns = ['test', 'name', 'group', 'priority', 'repeats', 'retries'] as const;
/** No column is made narrower than this. */
const narrowest = 8;
const gap = '  ';

/**
 * Lines of at most `width` characters, except where a terminal is narrower than the columns can be. `redact` takes secrets out
 * of what is no identifier.
 */
export function formatSchedule(
  schedule: Schedule,
  width: number,
  redact: (text: string) => string = (text) => text,
): string {
  const blocks = schedule.stretches.map((stretch) => formatStretch(redacted(stretch, redact), width));
  const notes = schedule.notes.map((note) => `note: ${oneLine(note)}`);
  return [...blocks, ...(notes.length === 0 ? [] : [notes.join('\n')]), totals(schedule)].join('\n\n');
}

function redacted(stretch: Stretch, redact: (text: string) => string): Stretch {
  const tests = stretch.tests.map((test) => {
    const { name, skip } = test.scenario;
    return { ...test, scenario: { ...test.scenario, name: redact(name), skip: skip === null ? null : redact(skip) } };
  });
  return { ...stretch, tests };
}

function formatStretch(stretch: Stretch, width: number): string {
  const rows = [[...columns], ...stretch.tests.map(cells)];
  const widths = sharesOf(
    columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))),
    width - 2,
  );
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, index) => cut(cell, widths[index] ?? 0).padEnd(widths[index] ?? 0)).join(gap)}`.trimEnd();
  const lines = stretch.tests.flatMap((test) => [
    line(cells(test)),
    ...remarks(test).map((text) => cut(`      ${text}`, width)),
  ]);
  return [cut(heading(stretch), width), line(columns), ...lines].join('\n');
}

function heading({ domain, driver, loadout }: Stretch): string {
  const what = domain === driver ? domain : `${domain} (${driver})`;
  if (loadout === null) return what;
  const services = loadout.members.map(serviceIdOf).join(' + ');
  return oneLine(
    services.endsWith(loadout.label) && !services.includes(' ')
      ? `${what} on ${services}`
      : `${what} on ${loadout.label} (${services})`,
  );
}

function cells({ testId, scenario }: ScheduledTest): string[] {
  const { name, group, priority, repeats, retries, skip } = scenario;
  const trials = skip === null ? [String(repeats), String(retries)] : ['-', '-'];
  return [testId, name, group ?? '', priority, ...trials].map(oneLine);
}

function remarks({ scenario, dependsOn }: ScheduledTest): readonly string[] {
  if (scenario.skip !== null) return [`skipped: ${oneLine(scenario.skip)}`];
  return dependsOn.length === 0 ? [] : [oneLine(`after ${dependsOn.join(', ')}`)];
}

/** Takes what is too much from the widest columns. */
function sharesOf(wanted: readonly number[], width: number): readonly number[] {
  const widths = [...wanted];
  let excess = widths.reduce((sum, each) => sum + each, 0) + gap.length * (widths.length - 1) - width;
  while (excess > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    const current = widths[widest] ?? 0;
    if (current <= narrowest) break;
    widths[widest] = current - 1;
    excess -= 1;
  }
  return widths;
}

function totals({ stretches }: Schedule): string {
  const tests = stretches.flatMap((stretch) => stretch.tests);
  if (tests.length === 0) return 'nothing matches the filters';
  const skipped = tests.filter(({ scenario }) => scenario.skip !== null).length;
  const trials = tests.reduce((sum, test) => sum + plannedTrials(test), 0);
  const parts = [
    counted(tests.length, 'test'),
    counted(trials, 'trial'),
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
  ];
  return `${parts.join(', ')}; nothing was started`;
}
