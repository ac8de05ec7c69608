// What a service says of itself besides its version: only what is known gets a name.
import { basename, resolve } from 'node:path';
import type { ServiceDetails } from '../../domain/events.ts';
import { fileSize } from '../../system/log-files.ts';

/** Servers write 0 for what they do not know. */
export function numberDetail(name: string, value: number | null | undefined): ServiceDetails {
  return value === null || value === undefined || !Number.isFinite(value) || value <= 0 ? {} : { [name]: value };
}

export function textDetail(name: string, value: string | null | undefined): ServiceDetails {
  return value === null || value === undefined || value === '' ? {} : { [name]: value };
}

/** No API gives a digest of a file, and to hash gigabytes takes too long; name and size tell most files apart. */
export function fileDetails(path: string | null | undefined, directory: string): ServiceDetails {
  if (path === null || path === undefined) return {};
  const bytes = fileSize(resolve(directory, path));
  return { modelPath: path, ...(bytes !== null && { modelFile: basename(path), modelBytes: bytes }) };
}
