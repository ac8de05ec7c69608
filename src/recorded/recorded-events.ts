// The events of a journal, line by line: the one reader of that file. A line that is no event is given as such, with its
// number; only the last one can be torn. A journal of a later version is refused whole.
import { journalVersion } from '../domain/events.ts';
import { refuseLaterVersion } from './format-version.ts';
import { type JournalLine, journalLineSchema } from './schemas/events.ts';
import { type Line, readLines } from './text-stream.ts';

export interface RecordedLine {
  /** Counts from 1, where the reading began. */
  readonly number: number;
  /** False for a last line without its line feed: the writer may have been killed in the middle of it. */
  readonly complete: boolean;
  /** The first byte behind it, from the beginning of the file. */
  readonly end: number;
  /** Null where the line is no event. */
  readonly recorded: JournalLine | null;
}

/**
 * `name` is how the file is called in sentences; `start` is a byte at which a line begins. Throws a UserError for a version
 * that is not known here.
 */
export async function* readRecordedEvents(path: string, name: string, start = 0): AsyncGenerator<RecordedLine> {
  for await (const line of readLines(path, start)) {
    const { number, complete, end } = line;
    yield { number, complete, end, recorded: parseLine(line, name) };
  }
}

function parseLine({ text }: Line, name: string): JournalLine | null {
  if (text === null) return null;
  const value = parseJson(text);
  const parsed = journalLineSchema.safeParse(value);
  if (parsed.success && parsed.data.v <= journalVersion) return parsed.data;
  refuseLaterVersion(value, journalVersion, { name, kind: 'journal' }); // which may look different in every respect
  return null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // for the caller to count
  }
}
