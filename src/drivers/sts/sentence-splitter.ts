// Cuts a text that is still being written into sentences that can be spoken one by one, each as soon as it is certain to be
// whole. Nothing is lost: all pieces together are the text, white space between them aside.

/** What is shorter is spoken together with the next sentence: speech models sound odd on one word. */
const shortest = 12;
/** What is longer without an end is cut at the last comma or blank: speech models have limits. */
const longest = 400;

/** Behind these a full stop ends no sentence. */
const abbreviations: ReadonlySet<string> = new Set(
  'mr mrs ms dr prof st vs etc e.g i.e no fig approx dept est inc ltd jr sr z.b u.a bzw ca nr str'.split(' '),
);

const closing = `["'”’»)\\]*_]*`;
/** An end is certain once white space follows it; the East Asian stops need none. */
const end = new RegExp(`[.!?…]+${closing}(?=\\s)|[。！？｡]+[」』”’）]*|\\n\\s*\\n|\\n(?=\\s*[-*•\\d])`, 'gu');

export class SentenceSplitter {
  #held = '';

  /** The sentences that have become whole with this text. */
  push(text: string): readonly string[] {
    this.#held += text;
    const sentences: string[] = [];
    for (let at = cutAt(this.#held); at !== null; at = cutAt(this.#held)) {
      const sentence = this.#held.slice(0, at).trim();
      this.#held = this.#held.slice(at);
      if (sentence !== '') sentences.push(sentence);
    }
    return sentences;
  }

  /** No more text will come. */
  end(): readonly string[] {
    const sentences = this.push('\n\n');
    const rest = this.#held.trim();
    this.#held = '';
    return rest === '' ? sentences : [...sentences, rest];
  }
}

/** Looks no further than it would cut: what comes in one piece can be of any length. */
function cutAt(text: string): number | null {
  const begin = text.length - text.trimStart().length;
  for (const match of text.slice(0, begin + longest + 1).matchAll(end)) {
    const at = match.index + match[0].length;
    if (at - begin >= shortest && isEnd(text, match)) return at <= begin + longest ? at : withinLimit(text, begin);
  }
  return text.length - begin > longest ? withinLimit(text, begin) : null;
}

function isEnd(text: string, match: RegExpMatchArray): boolean {
  if (match[0] !== '.') return true;
  const word = /\S*$/u.exec(text.slice(0, match.index))?.[0] ?? '';
  const bare = word.replace(/^["'“‘«([]+/u, '').toLowerCase();
  // A number before the stop counts something, a single letter is an initial.
  return !(abbreviations.has(bare) || /^\d{1,3}$/u.test(bare) || /^\p{L}$/u.test(bare));
}

function withinLimit(text: string, begin: number): number {
  const window = text.slice(0, begin + longest);
  const comma = Math.max(window.lastIndexOf(', '), window.lastIndexOf('; '), window.lastIndexOf('、'));
  if (comma - begin > longest / 2) return comma + 1;
  const blank = window.lastIndexOf(' ');
  return blank > begin ? blank : wholeCharacter(window);
}

/** Not between the halves of a character. */
function wholeCharacter(window: string): number {
  const code = window.charCodeAt(window.length - 1);
  return code >= 0xd800 && code < 0xdc00 ? window.length - 1 : window.length;
}
