// A transcript in OpenAI's forms: plain, with times of phrases, with times of words.
import type { Phrase } from '../modem/hear.ts';
import type { Word } from '../modem/words.ts';
import type { TranscriptionRequest } from './request.ts';

export function textOf(phrases: readonly Phrase[]): string {
  return phrases
    .map(({ text }) => text)
    .join('')
    .trim();
}

export function verbose(phrases: readonly Phrase[], { language, seconds, words }: TranscriptionRequest) {
  const answer = {
    task: 'transcribe',
    language,
    duration: rounded(seconds),
    text: textOf(phrases),
    segments: phrases.map((phrase, id) => ({
      id,
      start: rounded(phrase.startSeconds),
      end: rounded(phrase.endSeconds),
      text: phrase.text.trim(),
    })),
  };
  return words ? { ...answer, words: phrases.flatMap((phrase) => phrase.words.map(timed)) } : answer;
}

function timed({ text, startSeconds, endSeconds }: Word) {
  return { word: text, start: rounded(startSeconds), end: rounded(endSeconds) };
}

/** To the millisecond; notes are not placed more exactly. */
const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;
