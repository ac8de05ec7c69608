// A line of the progression log: how much it matters, and what it says.

export type Level = 'INFO' | 'WARNING' | 'ERROR';

export interface Sentence {
  readonly level: Level;
  readonly message: string;
}

export function info(message: string): Sentence {
  return { level: 'INFO', message };
}

export function warning(message: string): Sentence {
  return { level: 'WARNING', message };
}

export function error(message: string): Sentence {
  return { level: 'ERROR', message };
}
