import { type BuiltinServer, builtinService } from './builtin-service.ts';

export type TinyMarkov = BuiltinServer;

export function tinyMarkov(...args: readonly string[]): Promise<TinyMarkov> {
  return builtinService('tiny-markov', ...args);
}
