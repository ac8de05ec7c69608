// A file of a later version may look different in every respect, so its version is asked for before anything else.
import * as z from 'zod';
import { UserError } from '../domain/errors.ts';

const versionSchema = z.object({ v: z.number() });

/** `kind` is what the file is. Throws a UserError where `value` says of itself that it is of a version above `known`. */
export function refuseLaterVersion(
  value: unknown,
  known: number,
  { name, kind }: { name: string; kind: string },
): void {
  const version = versionSchema.safeParse(value);
  if (!version.success || version.data.v <= known) return;
  throw new UserError(
    'later-version',
    `${name} is a ${kind} of version ${version.data.v}, and this Flightdeck reads up to version ${known}; use the Flightdeck that made it, or a later one`,
  );
}
