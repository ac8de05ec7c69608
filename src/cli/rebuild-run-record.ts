// run.json from the journal alone, as the run itself would have written it.
import { createRunRecord, type RunRecordEvent } from '../projections/run-record.ts';
import { readRecordedEvents } from '../recorded/recorded-events.ts';
import { eventSchemas, type JournalLine } from '../recorded/schemas/events.ts';

/** `name` is how the journal is called in sentences; tests are those of the whole run, see `createRunRecord`. */
export async function rebuiltRunRecord(
  journal: { readonly path: string; readonly name: string },
  tests: Iterable<readonly [string, number]>,
  notReached: number,
): Promise<string> {
  let text = '';
  const save = (whole: string): void => {
    text = whole;
  };
  const record = createRunRecord(save, tests, { notReached });
  for await (const { recorded } of readRecordedEvents(journal.path, journal.name)) {
    const event = recorded === null ? null : recordEvent(recorded.event);
    if (recorded !== null && event !== null) record.onEvent({ ...recorded, event });
  }
  record.onTick();
  return text;
}

/** Null for what does not look like an event of its type, and for types that the record does not know. */
function recordEvent(event: JournalLine['event']): RunRecordEvent | null {
  switch (event.type) {
    case 'run.started':
    case 'run.continued': {
      const outline = eventSchemas['run.started'].safeParse(event);
      return outline.success ? { type: event.type, ...outline.data } : null;
    }
    case 'run.abandoned':
      return { type: 'run.abandoned' };
    case 'results.outdated': {
      const outdated = eventSchemas['results.outdated'].safeParse(event);
      return outdated.success ? { type: 'results.outdated', ...outdated.data } : null;
    }
    case 'trial.finished': {
      const finished = eventSchemas['trial.finished'].safeParse(event);
      return finished.success ? { type: 'trial.finished', ...finished.data } : null;
    }
    case 'run.finished': {
      const ending = eventSchemas['run.finished'].safeParse(event);
      return ending.success ? { type: 'run.finished', ...ending.data } : null;
    }
    case 'report.finished': {
      const report = eventSchemas['report.finished'].safeParse(event);
      return report.success ? { type: 'report.finished', ...report.data } : null;
    }
    default:
      return null;
  }
}
