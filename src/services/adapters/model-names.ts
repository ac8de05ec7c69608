// Whether what a server calls its model is what the plan asks for. Servers name a model as it was given to them, by its file,
// or by the repository from which they fetched it.
import { basename, resolve } from 'node:path';

/** `directory` is where the server was started; relative file names mean something only there. */
export function isSameModel(wanted: string, said: readonly string[], directory: string): boolean {
  return said.some(
    (name) => name === wanted || isSameFile(wanted, name, directory) || comesFrom(wanted, name.toLowerCase()),
  );
}

/** With or without the folders and the extension that the service's command adds. */
function isSameFile(wanted: string, name: string, directory: string): boolean {
  const [asked, told] = [stem(wanted), stem(name)];
  if (!told.includes('/')) return told === basename(asked);
  return resolve(directory, told) === resolve(directory, asked) || told.endsWith(`/${asked}`);
}

function stem(path: string): string {
  return path.replace(/\.(gguf|bin)$/i, '');
}

/** `owner/name` or `owner/name:quantisation`, all parts of which stand in the name of the file that was fetched. */
function comesFrom(wanted: string, name: string): boolean {
  if (stem(wanted) !== wanted || !name.includes('/')) return false;
  const parts: readonly (string | undefined)[] =
    /^([\w.-]+)\/([\w.-]+)(?::([\w.-]+))?$/.exec(wanted.toLowerCase())?.slice(1) ?? [];
  return parts.length > 0 && parts.every((part) => part === undefined || standsIn(name, part));
}

/** As a whole: what is before and behind it is no letter or digit. */
function standsIn(name: string, part: string): boolean {
  for (let at = name.indexOf(part); at >= 0; at = name.indexOf(part, at + 1)) {
    const around = [name.charAt(at - 1), name.charAt(at + part.length)];
    if (!around.some((character) => /[a-z0-9]/.test(character))) return true;
  }
  return false;
}
