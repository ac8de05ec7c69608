// The line printer for pipes, CI and plain terminals: one line per finished trial, headings and warnings between them,
// the summary at the end. Costs one string and one write per trial.
import type { EventOf, RecordedEvent, SessionEvent } from '../../domain/events.ts';
import type { TrialResult } from '../../domain/results.ts';
import { oneLine } from '../../domain/text.ts';
import { seconds } from '../../domain/units.ts';
import { counted } from '../../domain/wording.ts';
import { detailsText } from '../text/details-text.ts';
import { createPaint, type Paint } from '../text/paint.ts';
import { RunDigest } from '../text/run-digest.ts';
import { pullingText, sentenceFor } from '../text/sentences.ts';
import { summaryText } from '../text/summary-text.ts';
import { runHeading } from './run-heading.ts';
import { trialLine } from './trial-line.ts';

export interface PlainReporterOptions {
  readonly write: (text: string) => void;
  readonly color: boolean;
  /** Of the terminal, in columns. */
  readonly width: number;
  /** The run folder as a person can paste it. */
  readonly folder?: string;
}

export interface PlainReporter {
  readonly name: string;
  onEvent(recorded: RecordedEvent): void;
  /** Results of earlier parts of the run: they count in the summary. */
  recall(results: readonly TrialResult[]): void;
  /** Prints the summary; nothing may follow it. */
  finish(): void;
}

export function createPlainReporter({ write, color, width, folder }: PlainReporterOptions): PlainReporter {
  const paint = createPaint(color);
  const digest = new RunDigest();
  const builtin = new Set<string>();
  return {
    name: 'plain reporter',
    onEvent(recorded) {
      digest.add(recorded);
      noteBuiltin(builtin, recorded.event);
      const line = lineFor(recorded.event, builtin, paint);
      if (line !== null) write(`${line}\n`);
    },
    recall(results) {
      for (const result of results) digest.recall(result);
    },
    finish() {
      write(`\n${summaryText(digest.get(), { color, width, ...(folder !== undefined && { folder }) })}`);
    },
  };
}

/** Services that ship with Flightdeck, by the names under which they are up. */
function noteBuiltin(builtin: Set<string>, event: SessionEvent): void {
  if (event.type !== 'service.starting') return;
  if (event.builtin) builtin.add(event.service);
  else builtin.delete(event.service);
}

function lineFor(event: SessionEvent, builtin: ReadonlySet<string>, paint: Paint): string | null {
  switch (event.type) {
    case 'trial.finished':
      return trialLine(event.result, paint);
    case 'trial.started':
    case 'tests.selected':
    case 'results.outdated':
      return null;
    case 'run.started':
    case 'run.continued':
      return runHeading(event, paint);
    case 'domain.started':
      return `\n${paint.bold(paint.cyan(oneLine(event.domain)))} ${paint.dim(counted(event.tests, 'test'))}`;
    case 'loadout.started':
      return `  ${paint.bold(oneLine(event.loadout))} ${paint.dim(event.services.map(oneLine).join(', '))}`;
    case 'service.ready':
      return paint.dim(`  ${readyText(event, builtin)}`);
    case 'model.pulling':
      return paint.dim(`  ${pullingText(event)}`);
    default:
      return notice(event, paint);
  }
}

function readyText({ service, startupMs, details }: EventOf<'service.ready'>, builtin: ReadonlySet<string>): string {
  const about = [...(builtin.has(service) ? ['built-in'] : []), detailsText(details)].filter((part) => part !== '');
  const note = about.length === 0 ? '' : ` (${about.join(', ')})`;
  return `${oneLine(service)} ready in ${seconds(startupMs)}${note}`;
}

/** Of everything else only warnings and errors are worth a line. */
function notice(event: SessionEvent, paint: Paint): string | null {
  if (event.type === 'run.finished') return null;
  const sentence = sentenceFor(event);
  if (sentence === null || sentence.level === 'INFO')
    return event.type === 'notice.raised' ? `  ${sentence?.message}` : null;
  return `  ${(sentence.level === 'ERROR' ? paint.red : paint.yellow)(sentence.message)}`;
}
