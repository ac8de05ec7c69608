// British spelling made American: by rules for what is regular, by a list for what is not. Rules of our own instead of a list of
// pairs, so that inflections and rare words follow too. Words that both sides spell alike stay as they are, apart from
// rarities such as the plural of "arthritis".
import { irregularParts, irregularWords, neverIze, stems } from './american-words.ts';

export function americanSpelling(text: string): string {
  return text
    .split(' ')
    .map((word) => irregularWords.get(word) ?? spelled(word))
    .join(' ');
}

function spelled(word: string): string {
  if (word.length > longestWord) return word;
  const regular = rules.reduce((result, [british, american]) => result.replace(british, american), word);
  return regular.replace(ise, (all, stem: string, ending: string) => (neverIze.test(stem) ? all : `${stem}z${ending}`));
}

const longestWord = 40;

const rules: readonly (readonly [RegExp, string])[] = [
  ...irregularParts,
  // colour, neighbourhood
  [new RegExp(`(${stems.our})our`), '$1or'],
  // centre, fibreglass; centred, centring
  [new RegExp(`(${stems.re})re(?=s?$|piece|board|fold|glass|goer|less|ly|ness)`), '$1er'],
  [new RegExp(`(${stems.re})r(?=(ed|ing|ings)$)`), '$1er'],
  // catalogue; catalogued
  [new RegExp(`^(${stems.ogue})ogue(?=s?$)`), '$1og'],
  [new RegExp(`^(${stems.ogue})ogu(?=(ed|er|ers|ing)$)`), '$1og'],
  // travelling, counsellor, marvellous
  [new RegExp(`(${stems.l})l(?=(ed|ing|ings|er|ers|est|or|ors|ist|ists|ous|ously|ousness)$)`), '$1'],
  // analysed; "analyses" may be the plural of the noun
  [/lys(?=(e|ed|er|ers|ing)$)/, 'lyz'],
];

const ise =
  /^(.+i)s(e|ed|er|ers|es|ing|ings|ingly|able|ably|ability|ation|ations|ational|ationally|ement|ements|ance|ances|ant)$/;
