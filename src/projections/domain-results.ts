// {domain}.json: an array of result objects, oldest first, one per finished trial attempt, valid JSON at every moment.
import type { RecordedEvent, SessionEvent } from '../domain/events.ts';
import { jsonText } from '../domain/text.ts';
import type { JsonArrayFile } from '../system/json-array-file.ts';

/** `open` makes the file of one domain; it is called at the domain's first result. */
export function createDomainResults(open: (domain: string) => JsonArrayFile) {
  const files = new Map<string, JsonArrayFile>();
  function fileOf(domain: string): JsonArrayFile {
    const file = files.get(domain) ?? open(domain);
    files.set(domain, file);
    return file;
  }
  return {
    /** Before its first result. */
    open: (domain: string): void => void fileOf(domain),
    nameFor: ({ event }: RecordedEvent): string => `${domainOf(event) ?? '{domain}'}.json`,
    write({ event }: RecordedEvent): void {
      if (event.type === 'domain.finished') {
        files.get(event.domain)?.close();
        files.delete(event.domain);
        return;
      }
      if (event.type !== 'trial.finished') return;
      fileOf(event.result.domain).append(jsonText(event.result));
    },
    close(): void {
      for (const file of files.values()) file.close();
      files.clear();
    },
  };
}

function domainOf(event: SessionEvent): string | null {
  if (event.type === 'trial.finished') return event.result.domain;
  return event.type === 'domain.finished' ? event.domain : null;
}
