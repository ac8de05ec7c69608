// What a user reads when the run itself cannot go on: which folder, what happened to it, what is safe, what to do.
import { join } from 'node:path';
import { exitCodes, UserError } from '../domain/errors.ts';
import { quoted } from '../domain/wording.ts';
import { RemovedError, remedyFor, systemCode, whyNotWritten } from '../system/path-error.ts';

/** A required writer failed: the run ends with exit code 3. */
export class RecordingError extends UserError {
  readonly writer: string;

  /** `folder` is that of the run. */
  constructor(writer: string, folder: string, cause: unknown) {
    super('not-recorded', sentenceFor(writer, folder, cause), exitCodes.cannotGoOn);
    this.name = 'RecordingError';
    this.cause = cause;
    this.writer = writer;
  }
}

function sentenceFor(writer: string, folder: string, cause: unknown): string {
  if (cause instanceof RemovedError || systemCode(cause) === 'ENOENT') return removed(writer, folder);
  const why = quoted(whyNotWritten(cause, join(folder, writer)));
  const safe = `${writer} cannot be written; every result announced so far is safe in that folder`;
  const remedy = remedyFor(cause) ?? 'see to it, or choose another place with --logs-dir DIR';
  return `${why.includes(folder) ? why : `in ${folder}, ${why}`}: ${safe}; ${remedy}, and run the plan again`;
}

/** Under the name of the run nothing is safe any more; a folder that was moved still has what was announced. */
function removed(writer: string, folder: string): string {
  return `${writer} is no longer in ${folder}: the folder or the file was removed or moved while the run went on, and what was announced so far went with it; find out what did that, perhaps a step of the plan, and run the plan again`;
}
