import { expect, it } from 'vitest';
import { nearest, suggestion } from '../../src/plan/suggest.ts';

it('names the word that was meant', () => {
  expect(nearest('prmpt', ['turns', 'prompt'])).toBe('prompt');
  expect(nearest('LLM', ['llm'])).toBe('llm');
  expect(nearest('ab', ['b'])).toBe('b');
});

it('takes no word for a slip of another when every letter would have to change', () => {
  expect(nearest('z', ['a', 'b'])).toBeNull();
  expect(nearest('', ['a'])).toBeNull();
  expect(nearest('A', ['a'])).toBe('a');
  expect(suggestion('z', ['a', 'b'])).toBe('there is: a, b');
});
