// What engines say only in their logs, while they start.
import { plainText } from '../../domain/text.ts';
import { firstLines } from '../../system/log-files.ts';

/** A start is told in far less than this. */
const longestStart = 4 * 1024 * 1024;

/** The last line of a service's start that matches; null where none does, or there is no log. */
export function lastMatch(log: string | null, pattern: RegExp): RegExpExecArray | null {
  if (log === null) return null;
  return firstLines(log, longestStart).reduce<RegExpExecArray | null>(
    (last, line) => pattern.exec(plainText(line)) ?? last,
    null,
  );
}
