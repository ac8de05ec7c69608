// Words that people expect in a plan and that this version does not have: told apart from a slip of the finger.

const laterChecks = new Set(['wer', 'cer', 'semantic']);
const checks = new Set([
  'equals',
  'contains',
  'notContains',
  'matches',
  'exists',
  'truthy',
  'jsonSchema',
  'exitCode',
  'metric',
]);
const chatWords = new Set(['prompt', 'turns', 'system', 'maxTokens', 'warmup', 'options']);
const commandWords = new Set(['steps', 'cwd', 'env']);
const inputs = new Set(['audio', 'image', 'images', 'reference']);
const drivers = new Set(['vlm', 'stt', 'tts', 'sts']);
const adapters = new Set(['llama-server', 'vllm', 'whisper-server', 'speaches']);

interface Finding {
  readonly message: string;
  readonly hint: string | null;
}

export function unknownKey(key: string, known: readonly string[]): Finding | null {
  if (key === '<<') {
    return { message: 'merge keys ("<<") are not part of YAML 1.2', hint: 'write the keys out, or use "defaults"' };
  }
  if (laterChecks.has(key) && known.includes('matches')) {
    const available = known.filter((word) => word !== 'target' && word !== 'message').join(', ');
    return { message: `the check "${key}" is not in this version`, hint: `there is: ${available}` };
  }
  if (/["',]/.test(key)) {
    return {
      message: `unknown key ${JSON.stringify(key)}`,
      hint: 'between braces a comma begins the next key: put text with a comma in quotes',
    };
  }
  if (checks.has(key) && known.includes('expect')) {
    return { message: `unknown key "${key}"`, hint: `checks stand in a list: expect: [ { ${key}: … } ]` };
  }
  if (key === 'exitCode' && known.includes('matches')) {
    return { message: 'the check "exitCode" is for commands, and this is the llm driver', hint: null };
  }
  if (known.includes('priority') && (known.includes('steps') ? chatWords : commandWords).has(key)) {
    const driver = known.includes('steps') ? 'llm' : 'command';
    return { message: `"${key}" belongs to the ${driver} driver, and this domain has the other one`, hint: null };
  }
  if (inputs.has(key) && known.includes('priority')) {
    return { message: `"${key}" is not in this version, which tests text models and commands`, hint: null };
  }
  return null;
}

export function isFutureDriver(name: string): boolean {
  return drivers.has(name);
}

export function isFutureAdapter(name: string): boolean {
  return adapters.has(name);
}
