// `basic-1`, for any language: Whisper's BasicTextNormalizer with its option to preserve marks, in its order.
// Unlike Whisper's: invisible characters go; blanks between characters of scripts that write none go, so that punctuation
// does not count in a CER of Chinese, Japanese or Thai; no blanks at the ends. There is no `split_letters`: the CER is for that.
import { withoutAsides } from './asides.ts';

/** Combining marks stay: without them words of Indic scripts, Thai, Arabic and Hebrew fall apart. */
export function basicText(text: string): string {
  return withoutAsides(text.toLowerCase())
    .replace(invisible, '')
    .normalize('NFKC')
    .replace(/[\p{S}\p{P}\p{Cc}]/gu, ' ')
    .replace(marksOfNothing, '')
    .replace(joinersOfNothing, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(blankWithinUnspaced, '')
    .trim();
}

/** Format characters, except the two joiners, which shape letters; and what makes an emoji of a digit. */
const invisible = /(?![\u200c\u200d])[\p{Cf}\p{Variation_Selector}\p{Me}]/gu;
/** Left over from an emoji, or from a symbol that became a blank. */
const marksOfNothing = /(?<![\p{L}\p{N}\p{M}\u200c\u200d])[\p{M}\u200c\u200d]+/gu;
const joinersOfNothing = /[\u200c\u200d](?![\p{L}\p{M}])/gu;

const unspaced = '[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]';
const blankWithinUnspaced = new RegExp(`(?<=${unspaced}) (?=${unspaced})`, 'gu');
