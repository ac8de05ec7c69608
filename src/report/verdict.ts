// What a reader must know before any number: how the run ended, and what makes it less than the whole truth. Pure.
import type { BuiltinShare } from '../domain/builtin.ts';
import type { Status } from '../domain/results.ts';
import type { RunData } from './run-data.ts';
import { rowsPerSheet } from './sheets.ts';
import { describeFilters, describeStop, plural } from './wording.ts';

/** `status` gives the colour. */
export function verdict(run: RunData): { readonly status: Status; readonly text: string } {
  const { summary } = run;
  const bad = summary.failed + summary.timeout + summary.error;
  const counted = `${summary.passed} of ${plural(summary.executed, 'executed test')} passed`;
  const pending = summary.pending === 0 ? '' : `, ${summary.pending} never finished`;
  if (run.status === 'in_progress') return { status: 'pending', text: `NOT FINISHED — ${counted}${pending}` };
  if (run.status === 'abandoned') return { status: 'pending', text: `ABANDONED — ${counted}${pending}` };
  if (bad > 0) return { status: 'failed', text: `FAILED — ${counted}${pending}` };
  if (summary.executed === 0) return { status: 'skipped', text: 'NOTHING WAS EXECUTED' };
  if (run.outcome === 'partial' || summary.pending > 0)
    return { status: 'pending', text: `PARTIAL — ${counted}${pending}` };
  return { status: 'passed', text: `PASSED — ${counted}` };
}

/** More of what the run said is in progression.log. */
const mostNotices = 30;

export function attention(run: RunData): string[] {
  const notices = run.notices.filter(({ level }) => level !== 'info').map(({ message }) => message);
  const left = notices.length - mostNotices;
  return [
    ...incomplete(run),
    ...builtin(run),
    ...run.domains.flatMap(({ name, trials }) =>
      trials > rowsPerSheet
        ? [`The sheet "${name}" shows the first ${rowsPerSheet} of its ${trials} attempts; ${name}.json has them all.`]
        : [],
    ),
    ...run.warnings.map((warning) => `Run folder: ${warning}.`),
    ...notices.slice(0, mostNotices),
    ...(left > 0 ? [`and ${plural(left, 'more notice')} in progression.log`] : []),
  ];
}

function incomplete(run: RunData): string[] {
  const sentences: string[] = [];
  if (run.status === 'in_progress') {
    sentences.push('The run did not finish, or is still going on: this report shows what was recorded until now.');
  }
  if (run.stoppedBy !== null) sentences.push(`The run was ${describeStop(run.stoppedBy)}.`);
  if (run.mode !== 'full' && run.filters !== null) {
    sentences.push(`Only a part of the plan was selected (${describeFilters(run.filters)}).`);
  }
  return sentences;
}

function builtin({ domains }: RunData): string[] {
  const labels = (share: BuiltinShare): string[] => {
    const all = domains.flatMap(({ loadouts }) =>
      loadouts.flatMap(({ builtin, loadout }) => (builtin === share && loadout !== null ? [loadout] : [])),
    );
    return [...new Set(all)];
  };
  const [all, some] = [labels('all'), labels('some')];
  return [
    ...(all.length === 0
      ? []
      : [
          `Built-in models (${all.join(', ')}): their numbers show that the tool works and say nothing about a real model.`,
        ]),
    ...(some.length === 0
      ? []
      : [
          `Partly built-in (${some.join(', ')}): what the built-in ones of their models do says nothing about a real model.`,
        ]),
  ];
}
