// What modem-tts says when it cannot speak what was asked.

export const nothingToSpeak = 'input has nothing that can be spoken: it is empty or all blanks';

export const inputTooLong = (characters: number, most: number): string =>
  `input has ${characters} characters, more than ${most}; send it in parts`;

export const unknownVoice = (voice: string, voices: readonly string[]): string =>
  `there is no voice "${voice}"; there is ${voices.join(', ')} (GET /v1/audio/voices)`;

export const unknownFormat = (format: string, formats: readonly string[]): string =>
  `response_format "${format}" is not made here; there is ${formats.join(', ')}`;
