import { expect, it } from 'vitest';
import { counted, endingText, nounFor } from '../../src/domain/wording.ts';

it('agrees nouns with their numbers', () => {
  expect([counted(1, 'test'), counted(0, 'test'), counted(2, 'process', 'processes')]).toEqual([
    '1 test',
    '0 tests',
    '2 processes',
  ]);
  expect([nounFor(1, 'comes', 'come'), nounFor(2, 'comes', 'come')]).toEqual(['comes', 'come']);
});

it('says how a process ended: by a signal, else by itself', () => {
  expect(endingText({ exitCode: 3, signal: null })).toBe('exited with code 3');
  expect(endingText({ exitCode: null, signal: null })).toBe('exited with code unknown');
  expect(endingText({ exitCode: null, signal: 'SIGKILL' })).toBe('was ended by SIGKILL');
});
