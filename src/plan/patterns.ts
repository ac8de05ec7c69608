// Regular expressions and addresses in a plan: what is wrong with one, as the predicate of a sentence.

/** The hint, where there is one, is the second line. */
export function patternProblem(pattern: string): string | null {
  try {
    new RegExp(pattern);
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const reason = error.message.replace(/^Invalid regular expression: (\/.*\/\w*: )?/s, '');
    const hint = /^\(\?[a-z]+\)/.test(pattern) ? '\nflags are written around a group: (?i:paris)' : '';
    return `is not a regular expression: ${lowerFirst(reason)}${hint}`;
  }
}

export function urlProblem(url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    return `is ${JSON.stringify(url)}; it takes an address such as http://127.0.0.1:8000`;
  }
  if (parsed.username !== '' || parsed.password !== '') {
    return 'has a user name or a password, which are not sent\nwrite what the server asks for as "apiKey"';
  }
  if (/\/v1\/?$/.test(parsed.pathname)) return 'ends with /v1, which is added to it\nleave /v1 out';
  return null;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
