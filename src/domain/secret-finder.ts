// Where secrets stand in a text: in any of the ways in which they can be written, also where what nobody sees interrupts them,
// in Base64, and in pieces where a text was cut.
import { base64Of, wrapped } from './base64.ts';
import { type Search, searchFor } from './search.ts';
import { stumpFinder } from './stumps.ts';
import { plainText, unseen } from './text.ts';
import { type Place, type View, viewWithout, wholeView } from './views.ts';
import { literalPatternsOf, patternsOf } from './ways.ts';

/** Shorter values are left alone: they occur in ordinary text. */
export const shortestSecret = 8;

/** In their order, without overlaps. */
export type SecretFinder = (text: string) => readonly Place[];

export function secretFinder(secrets: readonly string[]): SecretFinder {
  const known = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  if (known.length === 0) return () => [];
  const search = searchFor([...known.flatMap(patternsOf), ...known.flatMap(base64Of).flatMap(literalPatternsOf)]);
  const stumps = stumpFinder(known, shortestSecret);
  return (text) => {
    const whole = wholeView(text);
    const seen = viewWithout(whole, unseen);
    // Mostly one and the same. Looked through are all: what is taken away may hold the first letter of a secret.
    const views = new Set([whole, seen, viewWithout(seen, wrapped)]);
    const found = [...views].flatMap((view) => placesIn(view, search));
    return united([...found, ...placesIn(seen, stumps)]);
  };
}

function placesIn(view: View, search: Search): readonly Place[] {
  return search(view.text).map(({ start, end }) => view.placeOf(start, end));
}

/** The value, without the blanks around it; as it is shown; and each line of several that tells enough by itself. */
function formsOf(secret: string): readonly string[] {
  const lines = secret.split(/[\r\n]+/).map((line) => line.trim());
  const forms = [secret.trim(), plainText(secret).trim(), secret.replace(unseen, '').trim()];
  const telling = lines.length === 1 ? [] : lines.filter(isTelling);
  if (secret.length < shortestSecret) return [];
  return [...forms.filter((form) => form.length >= shortestSecret), ...telling];
}

/** No ruler, no bracket, no heading of a key. */
function isTelling(line: string): boolean {
  return (line.match(/\w/g) ?? []).length >= shortestSecret && !/^-----(BEGIN|END) [\w ]+-----$/.test(line);
}

function united(places: readonly Place[]): readonly Place[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of places.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}
