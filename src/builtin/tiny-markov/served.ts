// The one model that a server serves, trained when it starts.
import { createHash } from 'node:crypto';
import type { ProgramOptions } from '../http/command-line.ts';
import type { TokenPace } from '../http/pace.ts';
import { readCorpus } from './corpus.ts';
import { MarkovModel } from './model.ts';

export interface Served {
  readonly name: string;
  readonly model: MarkovModel;
  /** Of the text that it was trained on. */
  readonly digest: string;
  readonly size: MarkovModel['size'];
  readonly seed: number;
  readonly pace: TokenPace;
}

export function train({ model: name, seed, tokensPerSecond, firstTokenMs }: ProgramOptions): Served {
  const model = new MarkovModel();
  const hash = createHash('sha256');
  for (const text of readCorpus()) {
    model.train(text);
    hash.update(text);
  }
  return {
    name,
    model,
    digest: `sha256:${hash.digest('hex')}`,
    size: model.size,
    seed,
    pace: { tokensPerSecond, firstTokenMs },
  };
}
