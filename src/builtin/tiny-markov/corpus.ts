// The text that the model is trained on when it starts; it ships with the program.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Beside the bundle, or one room up in the sources. */
const places = [new URL('./corpus/', import.meta.url), new URL('../corpus/', import.meta.url)];

export function readCorpus(): string[] {
  const place = places.find((url) => existsSync(url));
  if (place === undefined) throw new Error(`the corpus is missing beside ${import.meta.url}`);
  const names = readdirSync(place).filter((name) => name.endsWith('.txt'));
  return names.sort().map((name) => readFileSync(new URL(name, place), 'utf8'));
}
