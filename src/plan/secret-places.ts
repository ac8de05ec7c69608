// Where secrets stand in text that is no mapping of names to values: behind flags, in headers, assignments and addresses.
import { shortestSecret } from '../domain/secret-finder.ts';
import type { Place } from '../domain/views.ts';

const secretName = /key|token|secret|passw|passphrase|credential|authori[sz]ation|(^|_)(pass|auth)$|_pwd$/i;

export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** `$TOKEN` and `$(…)` are the shell's, and `<|…|>` is a token of a language. */
const value = /(?<secret>(?![-<[]|\$(?!\{))(?:\$\{[^}]{0,200}\}|[^\s"',;|)\]}])+)/.source;
/** All names and gaps are bounded, since a hostile line can be long. */
const flag = /--?(?:[\w-]{1,60}[-_])?(?:api[-_]?key|token|secret|password|passwd|passphrase|credentials?)/.source;
const gap = /\s{0,8}/.source;
const inCommands = [
  new RegExp(`${flag}(?:[=\\s]|["']?,)${gap}["']?${value}`, 'dgi'),
  new RegExp(`(?:authorization|x-api-key)["']?${gap}[:=]${gap}["']?(?:(?:bearer|basic|token)${gap})?${value}`, 'dgi'),
  new RegExp(`(?<![\\w$-])(?<name>[A-Za-z_]\\w{0,60})=["']?${value}`, 'dg'),
  /[?&](?<name>[\w-]{1,60})=(?<secret>(?!\$)[^\s"'&#]+)/dg,
  /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@"']*:(?<secret>[^\s/@"']+)@/dgi,
  /\$\{(?<name>\w{1,60}):-(?<secret>[^}]{1,1000})\}/dg,
];
/** A mapping in the words of YAML or JSON; what is behind the name may have blanks in it. */
const inMappings = [/(?<![\w-])(?<name>[\w-]{1,60})["']?\s{0,8}:\s{0,8}["']?(?<secret>(?!\$\{)[^\s"',}[{][^"',}]*)/dg];

/** In a command line, or in its words with line feeds between them. */
export function secretsInCommand(line: string): readonly string[] {
  return placesOf(line, inCommands).map(({ start, end }) => line.slice(start, end));
}

/** In any line that is quoted; rather one too many. */
export function secretPlaces(line: string): readonly Place[] {
  return placesOf(line, [...inCommands, ...inMappings]);
}

const longestQuoted = 4096;

/** Blanks and line feeds are part of what stands in quotes; −1 where nothing is quoted there. */
function endOfQuoted(text: string, start: number): number {
  const quote = text[start - 1];
  if (quote !== '"' && quote !== "'") return -1;
  const closing = new RegExp(`(?<!\\\\)${quote}`, 'g');
  closing.lastIndex = start;
  return closing.exec(text.slice(0, start + longestQuoted))?.index ?? -1;
}

function placesOf(text: string, patterns: readonly RegExp[]): readonly Place[] {
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(({ groups, indices }) => {
      const [start, end] = indices?.groups?.['secret'] ?? [0, 0];
      const name = groups?.['name'];
      const whole = Math.max(end, endOfQuoted(text, start));
      return whole - start >= shortestSecret && (name === undefined || isSecretName(name))
        ? [{ start, end: whole }]
        : [];
    }),
  );
}
