// Reads one `{domain}.json`: an array of results, one at a time. What cannot be read is told to the caller, never dropped
// in silence.
import type { TrialResult } from '../domain/results.ts';
import type { FolderFiles } from './folder-files.ts';
import { runRecordName } from './read-run-files.ts';
import { trialResultSchema } from './schemas/results.ts';
import { BrokenArrayError, readArrayItems } from './text-stream.ts';

/** By their names, sorted. */
export function domainsWithFiles(files: FolderFiles): string[] {
  const names = files.names.filter((name) => /^[a-z0-9_-]+\.json$/.test(name) && name !== runRecordName);
  return names.map((name) => name.slice(0, -'.json'.length)).sort();
}

/** `tell` gets a clause about each item, or about the file from where on nothing can be read. */
export async function* domainFileResults(
  path: string,
  domain: string,
  tell: (problem: string) => void,
): AsyncGenerator<TrialResult> {
  let number = 0;
  try {
    for await (const item of readArrayItems(path)) {
      number += 1;
      const result = parseResult(item, domain);
      if (typeof result === 'string') tell(`item ${number} ${result}`);
      else yield result;
    }
  } catch (error) {
    if (error instanceof BrokenArrayError) tell(error.message);
    else if (error instanceof Error && 'code' in error) tell(error.message);
    else throw error;
  }
}

function parseResult(item: string, domain: string): TrialResult | string {
  let value: unknown;
  try {
    value = JSON.parse(item);
  } catch {
    return 'is not JSON';
  }
  const parsed = trialResultSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `is not a result${issue === undefined ? '' : ` (${issue.path.join('.') || 'value'}: ${issue.message})`}`;
  }
  return parsed.data.domain === domain ? parsed.data : `belongs to the domain "${parsed.data.domain}"`;
}
