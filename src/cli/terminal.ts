// What the terminal, or the pipe in its place, can show.

export interface Terminal {
  readonly color: boolean;
  /** Columns; 100 where there is no terminal. */
  readonly width: number;
  readonly write: (text: string) => void;
}

/** Colours follow https://no-color.org and FORCE_COLOR; without either, a terminal gets them and a pipe does not. */
export function terminalOf(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Terminal {
  return { color: wantsColor(stream, env), width: stream.columns ?? 100, write: (text) => void stream.write(text) };
}

function wantsColor(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/** A terminal that moves its cursor, with a person before it. */
export function canDrawScreens(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && env['TERM'] !== 'dumb' && !isCi(env);
}

export function isCi(env: NodeJS.ProcessEnv): boolean {
  return env['CI'] !== undefined && env['CI'] !== '' && env['CI'] !== 'false';
}
