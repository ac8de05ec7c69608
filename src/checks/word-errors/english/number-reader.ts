// Reads words one by one and collects those that make up a number, as Whisper's EnglishNumberNormalizer does.
import { type Digits, joined, type Sum, scaled } from './number-sums.ts';
import { type ConnectingWord, type CountingWord, isPlain, type NumberWord, numberWord } from './number-words.ts';

interface Place {
  readonly word: string;
  readonly previous: NumberWord | undefined;
  readonly next: NumberWord | undefined;
  readonly nextWord: string | undefined;
}

const digitsOnly = /^[0-9]+(\.[0-9]+)?$/;
const signed = /^([$¢€£]?)([0-9]+(?:\.[0-9]+)?)$/;
const longestNumber = 100;

export class NumberReader {
  readonly #words: readonly string[];
  readonly #read: string[] = [];
  #sign = '';
  #number: Sum | Digits | null = null;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  read(): readonly string[] {
    for (let index = 0; index < this.#words.length; index += 1) {
      const took = this.#take(this.#placeOf(index));
      index += took - 1;
    }
    this.#finish();
    return this.#read;
  }

  #placeOf(index: number): Place {
    const [word = '', nextWord] = this.#words.slice(index, index + 2);
    const previousWord = this.#words[index - 1];
    return {
      word,
      previous: previousWord === undefined ? undefined : numberWord(previousWord),
      next: nextWord === undefined ? undefined : numberWord(nextWord),
      nextWord,
    };
  }

  /** How many words it took. */
  #take(place: Place): 1 | 2 {
    if (typeof this.#number === 'string' && this.#number.length > longestNumber) this.#finish();
    const { word } = place;
    const meaning = numberWord(word);
    if (meaning === undefined) {
      this.#takeForeign(word);
      return 1;
    }
    switch (meaning.kind) {
      case 'zero':
        this.#number = `${this.#digits()}0`;
        return 1;
      case 'unit':
      case 'tens':
        this.#number = joined(this.#number, meaning, place.previous);
        if (meaning.ending !== '') this.#say(`${this.#number}${meaning.ending}`);
        return 1;
      case 'scale':
        this.#scale(meaning);
        return 1;
      case 'sign':
        this.#finish();
        if (canBeNumber(place)) this.#sign = meaning.sign;
        else this.#say(word);
        return 1;
      case 'currency':
        if (this.#number !== null) this.#sign = meaning.sign;
        this.#say(this.#number === null ? word : String(this.#number));
        return 1;
      case 'percent':
        this.#say(this.#number === null ? word : `${this.#number}%`);
        return 1;
      case 'per':
        if (this.#number === null || place.nextWord !== 'cent') return this.#takeAsWord(word);
        this.#say(`${this.#number}%`);
        return 2;
      case 'and':
      case 'point':
      case 'repeat':
        return canBeNumber(place) ? this.#connect(meaning, place) : this.#takeAsWord(word);
      default:
        return meaning satisfies never;
    }
  }

  /** A word that joins what stands on both sides of it, where that can be a number. */
  #connect(meaning: ConnectingWord, { word, previous, next }: Place): 1 | 2 {
    switch (meaning.kind) {
      case 'and':
        // "two hundred and six" is one number.
        return isPlain(previous, 'scale') ? 1 : this.#takeAsWord(word);
      case 'point':
        // Before "hundred" and the like it is lost, as in Whisper.
        if (next === undefined || isDecimal(next)) this.#number = `${this.#digits()}.`;
        return 1;
      case 'repeat':
        if (next?.kind !== 'zero' && !isPlain(next, 'unit')) return this.#takeAsWord(word);
        this.#number = this.#digits() + String('value' in next ? next.value : 0).repeat(meaning.times);
        return 2;
      default:
        return meaning satisfies never;
    }
  }

  #takeAsWord(word: string): 1 {
    this.#finish();
    this.#say(word);
    return 1;
  }

  /** A number in digits, or a word that has nothing to do with numbers. */
  #takeForeign(word: string): void {
    const [, sign = '', digits] = (word.length <= longestNumber && signed.exec(word)) || [];
    if (digits === undefined) {
      this.#takeAsWord(word);
    } else if (typeof this.#number === 'string' && this.#number.endsWith('.')) {
      this.#number += word;
    } else {
      this.#finish();
      if (sign !== '') this.#sign = sign;
      const [whole = '', fraction = ''] = digits.split('.');
      this.#number = /^0*$/.test(fraction) ? BigInt(whole) : digits;
    }
  }

  #scale({ value, ending }: CountingWord): void {
    const number = this.#number;
    const product = number === null ? value : scaled(number, value);
    // Digits that make no whole number, such as "1.2.3", stay apart.
    if (product === null) this.#finish();
    this.#number = product ?? value;
    if (ending !== '') this.#say(`${this.#number}${ending}`);
  }

  #digits(): Digits {
    return this.#number === null || this.#number === 0n ? '' : String(this.#number);
  }

  #finish(): void {
    if (this.#number !== null) this.#say(String(this.#number));
  }

  #say(text: string): void {
    this.#read.push(this.#sign + text);
    this.#sign = '';
    this.#number = null;
  }
}

function canBeNumber({ next, nextWord }: Place): boolean {
  return next !== undefined || (nextWord !== undefined && digitsOnly.test(nextWord));
}

/** What may follow a decimal point. */
function isDecimal(word: NumberWord): boolean {
  return word.kind === 'zero' || isPlain(word, 'unit') || isPlain(word, 'tens');
}
