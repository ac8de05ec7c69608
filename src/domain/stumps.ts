// Pieces of secrets beside an ellipsis: what was cut before it came here may end, or begin, within a secret.
import { disguisesOf } from './disguises.ts';
import type { Place } from './views.ts';

const ellipsis = '…';

/** `shortest` is the length of the smallest piece that can be told. */
export function stumpFinder(secrets: readonly string[], shortest: number): (text: string) => readonly Place[] {
  let known: Known | null = null;
  return (text) => {
    // Most texts were not cut.
    if (!text.includes(ellipsis)) return [];
    known ??= knownPieces(secrets, shortest);
    return stumpsIn(text, known);
  };
}

interface Known {
  readonly forms: readonly string[];
  /** A long text can be full of ellipses, few of which stand beside a piece of a secret. */
  readonly pieces: ReadonlySet<string>;
  readonly shortest: number;
}

function knownPieces(secrets: readonly string[], shortest: number): Known {
  const forms = [...new Set(secrets.flatMap(disguisesOf))];
  const pieces = new Set<string>();
  for (const form of forms)
    for (let at = 0; at + shortest <= form.length; at += 1) pieces.add(form.slice(at, at + shortest));
  return { forms, pieces, shortest };
}

function stumpsIn(text: string, { forms, pieces, shortest }: Known): readonly Place[] {
  const places: Place[] = [];
  const longest = (measure: (form: string) => number): number => Math.max(...forms.map(measure));
  let from = 0;
  for (let at = text.indexOf(ellipsis); at >= 0; at = text.indexOf(ellipsis, at + 1)) {
    if (pieces.has(text.slice(Math.max(from, at - shortest), at))) {
      const length = longest((form) => overlap(text.slice(Math.max(from, at - form.length), at), form, shortest));
      places.push({ start: at - length, end: at });
    }
    if (pieces.has(text.slice(at + 1, at + 1 + shortest))) {
      const length = longest((form) => overlap(form, text.slice(at + 1, at + 1 + form.length), shortest));
      places.push({ start: at + 1, end: at + 1 + length });
    }
    from = at + 1;
  }
  return places.filter(({ start, end }) => end > start);
}

/** How many characters the end of one text shares with the beginning of another; 0 where they are too few to tell. */
function overlap(ending: string, beginning: string, shortest: number): number {
  for (let length = Math.min(ending.length, beginning.length); length >= shortest; length -= 1) {
    if (ending.endsWith(beginning.slice(0, length))) return length;
  }
  return 0;
}
