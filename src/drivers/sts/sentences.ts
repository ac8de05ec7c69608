// What is said about chains of models, or stages of one, that cannot be run at all.
export function missingLink(role: 'stt' | 'llm' | 'tts'): string {
  return `the loadout has no ${role} service, so the chain cannot be run: it needs stt, llm and tts`;
}

export function notAsked(why: string): string {
  return `not asked: ${why}`;
}

export function thoughtsSpoken(sentences: number): string {
  const spoken = sentences === 1 ? 'a sentence' : `${sentences} sentences`;
  return `${spoken} of thoughts had been spoken when the content closed them with </think>, which it did not open: voice to voice is the way to a thought`;
}
