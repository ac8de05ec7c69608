// Words that people expect in a plan and that mean something elsewhere: told apart from a slip of the finger.
import { type DriverName, driverNames } from '../domain/plan.ts';
import { scenarioKeys } from './schema/scenario.ts';
import { alternatives } from './suggest.ts';

const laterChecks = new Set(['semantic']);
const textChecks = ['equals', 'contains', 'notContains', 'matches', 'exists', 'truthy', 'jsonSchema'];
const checks = new Set([...textChecks, 'exitCode', 'metric', 'wer', 'cer']);

/** What programs and kinds of work are also called. */
const adapters: Readonly<Record<string, string>> = {
  'llama.cpp': 'llama-server',
  llamacpp: 'llama-server',
  llama: 'llama-server',
  whisper: 'whisper-server',
  'whisper.cpp': 'whisper-server',
  speaches: 'openai-audio',
  kokoro: 'openai-audio',
  openai: 'external',
};
const drivers: Readonly<Record<string, DriverName>> = {
  chat: 'llm',
  vision: 'vlm',
  asr: 'stt',
  transcribe: 'stt',
  speech: 'tts',
  speak: 'tts',
  converse: 'sts',
  shell: 'command',
};

interface Finding {
  readonly message: string;
  readonly hint: string | null;
}

export function unknownKey(key: string, known: readonly string[]): Finding | null {
  if (key === '<<') {
    return { message: 'merge keys ("<<") are not part of YAML 1.2', hint: 'write the keys out, or use "defaults"' };
  }
  if (/["',]/.test(key)) {
    return {
      message: `unknown key ${JSON.stringify(key)}`,
      hint: 'between braces a comma begins the next key: put text with a comma in quotes',
    };
  }
  if (known.includes('matches')) return unknownCheck(key, known);
  if (checks.has(key) && known.includes('expect')) {
    return { message: `unknown key "${key}"`, hint: `checks stand in a list: expect: [ { ${key}: … } ]` };
  }
  return known.includes('priority') ? fieldOfOthers(key, known) : null;
}

function unknownCheck(key: string, known: readonly string[]): Finding | null {
  const hint = `there is: ${known.filter((word) => word !== 'target' && word !== 'message').join(', ')}`;
  if (laterChecks.has(key)) return { message: `the check "${key}" is not in this version`, hint };
  if (key === 'exitCode') return { message: 'the check "exitCode" is for the command driver', hint };
  if (key !== 'wer' && key !== 'cer') return null;
  return { message: `the check "${key}" is for speech: the stt, tts and sts drivers`, hint };
}

/** A field of a scenario that other drivers have. */
function fieldOfOthers(key: string, known: readonly string[]): Finding | null {
  const own = driverNames.find((driver) => scenarioKeys[driver].join(' ') === known.join(' '));
  const others = driverNames.filter((driver) => scenarioKeys[driver].includes(key));
  if (own === undefined || others.length === 0) return null;
  const belongs = others.length === 1 ? `${others[0]} driver` : `${alternatives(others, 'and')} drivers`;
  return { message: `"${key}" belongs to the ${belongs}, and this is the ${own} driver`, hint: null };
}

export function adapterMeant(word: string): string | null {
  return Object.hasOwn(adapters, word) ? (adapters[word] ?? null) : null;
}

export function driverMeant(word: string): DriverName | null {
  return Object.hasOwn(drivers, word) ? (drivers[word] ?? null) : null;
}
