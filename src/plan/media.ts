// Audio and images of a scenario: absolute paths, and a problem where one cannot be used.
import { resolve } from 'node:path';
import type { ScenarioContext } from './common-fields.ts';
import type { Reader } from './reader.ts';
import { escaped, hasVariable, unescaped } from './variables.ts';
import type { Path } from './yaml-source.ts';

/** A path with a variable in it stays as written, and is judged once the variable has a value. */
export function mediaPath(reader: Reader, context: ScenarioContext, written: string, path: Path): string {
  if (hasVariable(written)) return written;
  const plain = unescaped(written);
  const file = resolve(context.mediaDirectory, plain);
  reader.check(path, context.files.fault(file, plain));
  return escaped(file);
}
