// Reads one `{domain}.json`: an array of results, one at a time. What cannot be read is told to the caller, never dropped
// in silence.
import type * as z from 'zod';
import type { FolderFiles } from './folder-files.ts';
import { runRecordName } from './read-run-record.ts';
import { BrokenArrayError, readArrayItems } from './text-stream.ts';

/** By their names, sorted. */
export function domainsWithFiles(files: FolderFiles): string[] {
  const names = files.names.filter((name) => /^[a-z0-9_-]+\.json$/.test(name) && name !== runRecordName);
  return names.map((name) => name.slice(0, -'.json'.length)).sort();
}

/** `schema` makes of a result what is kept of it. `tell` gets a clause about each item, or about the file from where on nothing can be read. */
export async function* domainFileResults<T extends { readonly domain: string }>(
  { path, domain }: { readonly path: string; readonly domain: string },
  schema: z.ZodType<T>,
  tell: (problem: string) => void,
): AsyncGenerator<T> {
  let number = 0;
  try {
    for await (const item of readArrayItems(path)) {
      number += 1;
      const result = parseResult(item, domain, schema);
      if (typeof result === 'string') tell(`item ${number} ${result}`);
      else yield result;
    }
  } catch (error) {
    if (error instanceof BrokenArrayError) tell(error.message);
    else if (error instanceof Error && 'code' in error) tell(error.message);
    else throw error;
  }
}

function parseResult<T extends { readonly domain: string }>(item: string, domain: string, schema: z.ZodType<T>) {
  let value: unknown;
  try {
    value = JSON.parse(item);
  } catch {
    return 'is not JSON';
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `is not a result${issue === undefined ? '' : ` (${issue.path.join('.') || 'value'}: ${issue.message})`}`;
  }
  return parsed.data.domain === domain ? parsed.data : `belongs to the domain "${parsed.data.domain}"`;
}
