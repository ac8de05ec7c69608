// A word-level Markov model: what followed the last two words in the text it was trained on, else the last one, else
// what begins a sentence.
import type { Random } from '../random.ts';
import { tokensOf } from '../tokens.ts';

/** Followers of a context with how often each was seen. */
type Followers = Map<string, number>;

export class MarkovModel {
  readonly #pairs = new Map<string, Followers>();
  readonly #words = new Map<string, Followers>();
  readonly #all: Followers = new Map();
  #tokens = 0;

  train(text: string): void {
    const tokens = tokensOf(text);
    this.#tokens += tokens.length;
    for (const [index, token] of tokens.entries()) {
      const last = tokens[index - 1];
      const beforeLast = tokens[index - 2];
      count(this.#all, token);
      if (last !== undefined) count(followersIn(this.#words, wordKey(last)), token);
      if (last !== undefined && beforeLast !== undefined)
        count(followersIn(this.#pairs, pairKey(beforeLast, last)), token);
    }
  }

  get size(): { readonly tokens: number; readonly contexts: number } {
    return { tokens: this.#tokens, contexts: this.#pairs.size + this.#words.size };
  }

  /**
   * The next token after `context`; a word that was never seen is followed by the beginning of a sentence. Temperature 0
   * takes the most frequent follower; higher ones flatten the odds.
   */
  next(context: readonly string[], temperature: number, random: Random): string {
    const last = context.at(-1);
    const beforeLast = context.at(-2);
    const pair =
      last === undefined || beforeLast === undefined ? undefined : this.#pairs.get(pairKey(beforeLast, last));
    const word = last === undefined ? undefined : this.#words.get(wordKey(last));
    return pick(pair ?? word ?? this.#words.get('.') ?? this.#all, temperature, random);
  }
}

const wordKey = (word: string): string => word.toLowerCase();
const pairKey = (first: string, second: string): string => `${first.toLowerCase()} ${second.toLowerCase()}`;

function followersIn(contexts: Map<string, Followers>, key: string): Followers {
  let followers = contexts.get(key);
  if (followers === undefined) {
    followers = new Map();
    contexts.set(key, followers);
  }
  return followers;
}

function count(followers: Followers, token: string): void {
  followers.set(token, (followers.get(token) ?? 0) + 1);
}

/** Weights are counts to the power of 1/temperature, as a softmax over their logarithms. */
function pick(followers: Followers, temperature: number, random: Random): string {
  const entries = [...followers];
  if (temperature <= 0) return entries.reduce((best, entry) => (entry[1] > best[1] ? entry : best), ['.', 0])[0];
  const weights = entries.map(([, seen]) => seen ** (1 / temperature));
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, [token]] of entries.entries()) {
    left -= weights[index] ?? 0;
    if (left < 0) return token;
  }
  return entries.at(-1)?.[0] ?? '.';
}
