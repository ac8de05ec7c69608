// Turns of phrase that several rooms share, so that one thing is said in the same words everywhere. Pure.
import { cut, oneLine } from './text.ts';

/** Why a test was skipped, where its result does not tell. */
export const noReason = 'no reason was recorded';

const longestQuote = 400;

/** What a service or a model said, within a sentence. */
export function quoted(text: string): string {
  return cut(oneLine(text), longestQuote);
}

/** The noun alone, agreeing with its number. */
export function nounFor(count: number, one: string, many: string = `${one}s`): string {
  return count === 1 ? one : many;
}

/** `1 test`, `3 tests`. */
export function counted(count: number, one: string, many?: string): string {
  return `${count} ${nounFor(count, one, many)}`;
}

const namesShown = 5;

/** The first names of a list, and how many more there are. */
export function firstOf(names: readonly string[]): string {
  const more = names.length > namesShown ? ` and ${names.length - namesShown} more` : '';
  return `${names.slice(0, namesShown).map(oneLine).join(', ')}${more}`;
}

/** How a process came to its end, as a predicate: `exited with code 1`, `was ended by SIGKILL`. */
export function endingText({
  exitCode,
  signal,
}: {
  readonly exitCode: number | null;
  readonly signal: string | null;
}): string {
  return signal === null ? `exited with code ${exitCode ?? 'unknown'}` : `was ended by ${signal}`;
}
