import { expect, it } from 'vitest';
import { bothShares, builtinLabel, builtinShare } from '../../src/domain/builtin.ts';

const ours = { service: 'builtin', model: 'modem-stt', builtin: true } as const;
const real = { service: 'ollama', model: 'qwen3:8b' } as const;

it('tells a loadout that is built-in from one that is so in part', () => {
  const shares = [{}, { llm: real }, { stt: ours, tts: ours }, { stt: ours, llm: real, tts: ours }].map(builtinShare);
  expect(shares).toEqual([null, 'none', 'all', 'some']);
  expect(shares.map(builtinLabel)).toEqual([null, null, 'built-in', 'partly built-in']);
});

it('leaves trials without services out when several are taken together', () => {
  expect([bothShares(null, null), bothShares(null, 'all'), bothShares('all', null)]).toEqual([null, 'all', 'all']);
  expect([bothShares('all', 'all'), bothShares('all', 'none')]).toEqual(['all', 'some']);
});
