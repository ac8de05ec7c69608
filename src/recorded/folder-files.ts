// What lies in a run folder and can be read. Only regular files are: a link can lead anywhere, and a pipe or a device has no
// end. Everything else is as good as missing, and the reason is said.
import { access, constants, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { systemCode } from '../system/path-error.ts';

export const missing = 'is missing';
export const journalName = 'events.jsonl';

export interface FolderFiles {
  /** Of files, and of what stands in the place of one. */
  readonly names: readonly string[];
  /** The predicate of a sentence about a file that cannot be read; null for one that can. */
  absence(name: string): string | null;
}

/** `asGiven` is how the user wrote it. Throws a UserError for what is not a folder that can be listed. */
export async function listFolder(path: string, asGiven: string): Promise<FolderFiles> {
  const absences = new Map<string, string | null>();
  for (const entry of await entriesOf(path, asGiven)) {
    if (entry.isDirectory()) continue;
    if (entry.isFile()) absences.set(entry.name, await readable(join(path, entry.name)));
    else if (entry.isSymbolicLink()) absences.set(entry.name, 'is a symbolic link, which is not followed');
    else absences.set(entry.name, 'is not a regular file');
  }
  return {
    names: [...absences.keys()],
    absence: (name) => {
      const absence = absences.get(name);
      return absence === undefined ? missing : absence;
    },
  };
}

async function readable(path: string): Promise<string | null> {
  try {
    await access(path, constants.R_OK);
    return null;
  } catch {
    return 'may not be read by this user';
  }
}

async function entriesOf(path: string, asGiven: string) {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    throw new UserError('no-run-folder', whyNot(code, asGiven));
  }
}

/** `asGiven` is how the user wrote it. */
export function notARunFolder(asGiven: string): UserError {
  return new UserError(
    'no-run-folder',
    `${asGiven} is not the folder of a run: it holds no readable ${journalName}, run.json, system_info.yaml or results such as llm.json; give a folder such as logs/RUN_20260301_101500`,
  );
}

function whyNot(code: string, asGiven: string): string {
  switch (code) {
    case 'ENOENT':
      return `there is no folder ${asGiven}`;
    case 'ENOTDIR':
      return `${asGiven} is a file; give the folder of a run`;
    case 'EACCES':
      return `${asGiven} may not be read: permission denied`;
    case 'ELOOP':
      return `${asGiven} leads to itself through symbolic links; give the folder of a run`;
    case 'ENAMETOOLONG':
      return `there is no folder ${asGiven}: the name is too long`;
    default:
      return `${asGiven} cannot be read: the system refuses it with ${code}`;
  }
}
