// Elements of a list with their places, kept beside what could not be read, so that references are judged on everything.
import type { Reader } from './reader.ts';
import type { Path } from './yaml-source.ts';

/** `item` is null where it could not be read. */
export interface Listed<Item> {
  readonly item: Item | null;
  /** Its name as far as one can tell: the scenario's id; for a loadout its label. */
  readonly name: string | null;
  /** Whoever read it, and knows where it stands. */
  readonly reader: Reader;
  readonly path: Path;
}
