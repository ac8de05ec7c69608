// A JSON array on disk that grows by one item at a time and is valid at every moment, whenever this process is killed.
// There are two copies: the idle one is completed, then takes the other one's name in one rename. A file that is
// appended to in place can be seen torn; a file that is rewritten costs more with each item. This costs the same each time.
import { closeSync, copyFileSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writeWhole } from './append-file.ts';

const opening = Buffer.from('[\n');
const closing = '\n]\n';

interface Copy {
  readonly descriptor: number;
  /** Where the next item goes: the end of the last one. */
  end: number;
}

export interface JsonArrayFile {
  /** `item` is the JSON text of one value. */
  append(item: string): void;
  close(): void;
}

/**
 * Replaces whatever is at `path`, in one moment, by an array of the `earlier` items; where there are none, nothing appears there
 * before the first one.
 */
export function createJsonArrayFile(path: string, earlier: Iterable<string> = []): JsonArrayFile {
  const idlePath = join(dirname(path), `.${basename(path)}.idle`);
  const sparePath = join(dirname(path), `.${basename(path)}.spare`);
  rmSync(sparePath, { force: true });
  let live: Copy | null = null;
  let idle = createCopy(idlePath);
  /** The item that the idle copy lacks. */
  let missing: string | null = null;

  for (const item of earlier) appendItems(idle, [item]);
  if (idle.end > opening.length) {
    copyFileSync(idlePath, sparePath);
    renameSync(idlePath, path);
    renameSync(sparePath, idlePath);
    live = idle;
    idle = { descriptor: openSync(idlePath, 'r+'), end: live.end };
  }
  return {
    append(item) {
      const items = missing === null ? [item] : [missing, item];
      appendItems(idle, items);
      if (live === null) {
        renameSync(idlePath, path);
        live = idle;
        idle = createCopy(idlePath);
      } else {
        linkSync(path, sparePath);
        renameSync(idlePath, path);
        renameSync(sparePath, idlePath);
        [live, idle] = [idle, live];
      }
      missing = item;
    },
    close() {
      closeSync(idle.descriptor);
      if (live !== null) closeSync(live.descriptor);
      rmSync(idlePath, { force: true });
    },
  };
}

function createCopy(path: string): Copy {
  rmSync(path, { force: true });
  const descriptor = openSync(path, 'w', 0o644);
  try {
    writeWhole(descriptor, opening, 0);
  } catch (error) {
    closeSync(descriptor);
    rmSync(path, { force: true });
    throw error;
  }
  return { descriptor, end: opening.length };
}

function appendItems(copy: Copy, items: readonly string[]): void {
  const separator = copy.end === opening.length ? '' : ',\n';
  const body = Buffer.from(separator + items.join(',\n'), 'utf8');
  writeWhole(copy.descriptor, Buffer.concat([body, Buffer.from(closing)]), copy.end);
  copy.end += body.length;
}
