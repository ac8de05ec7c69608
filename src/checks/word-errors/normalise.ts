// How texts are made comparable before words are counted. A normaliser that changes what it makes of a text gets a new
// name, so that recorded error rates are compared with their like.
import type { NormaliserName } from '../../domain/plan.ts';
import { basicText } from './basic-text.ts';
import { englishText } from './english/english-text.ts';

export interface Normaliser {
  /** As it is recorded in results. */
  readonly name: string;
  apply(text: string): string;
}

const english: Normaliser = { name: 'english-1', apply: englishText };
const basic: Normaliser = { name: 'basic-1', apply: basicText };
/** As jiwer does by default: nothing but white space is evened out. */
export const none: Normaliser = { name: 'none', apply: (text) => text.replace(/\s+/g, ' ').trim() };

export function normaliserNamed(name: Exclude<NormaliserName, 'auto'>): Normaliser {
  switch (name) {
    case 'english':
      return english;
    case 'basic':
      return basic;
    case 'none':
      return none;
    default:
      return name satisfies never;
  }
}

/**
 * English has its own; what it does to other languages would hide their errors, so where nobody says which language is
 * spoken it is not used. The basic one hides nothing: at worst an error rate is higher than it need be.
 */
export function normaliserFor(language: string | null): Normaliser {
  return language !== null && /^(en|eng|english)([-_]|$)/i.test(language.trim()) ? english : basic;
}

export interface ComparedScenario {
  readonly normaliser: NormaliserName;
  readonly language: string | null;
}

export function normaliserOf({ normaliser, language }: ComparedScenario): Normaliser {
  return normaliser === 'auto' ? normaliserFor(language) : normaliserNamed(normaliser);
}
