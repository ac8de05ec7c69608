// The one model that a server serves, trained when it starts.
import { createHash } from 'node:crypto';
import type { TokenPace } from '../http/pace.ts';
import { readCorpus } from './corpus.ts';
import { MarkovModel } from './model.ts';
import type { ServerOptions } from './options.ts';

export interface Served {
  readonly name: string;
  readonly model: MarkovModel;
  /** Of the text that it was trained on. */
  readonly digest: string;
  readonly size: MarkovModel['size'];
  readonly seed: number;
  readonly pace: TokenPace;
  nextId(): number;
}

export function train({ model: name, seed, tokensPerSecond, firstTokenMs }: ServerOptions): Served {
  const model = new MarkovModel();
  const hash = createHash('sha256');
  for (const text of readCorpus()) {
    model.train(text);
    hash.update(text);
  }
  let lastId = 0;
  return {
    name,
    model,
    digest: `sha256:${hash.digest('hex')}`,
    size: model.size,
    seed,
    pace: { tokensPerSecond, firstTokenMs },
    nextId: () => {
      lastId += 1;
      return lastId;
    },
  };
}
