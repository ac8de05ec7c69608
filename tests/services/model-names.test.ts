import { expect, it } from 'vitest';
import { isSameModel } from '../../src/services/adapters/model-names.ts';

it.each([
  ['qwen3', 'qwen3'],
  ['models/tiny.gguf', 'models/tiny.gguf'],
  ['models/tiny.gguf', '/plans/models/tiny.gguf'],
  ['../models/tiny.gguf', '/models/tiny.gguf'],
  ['models/tiny.gguf', 'tiny.gguf'],
  ['/models/tiny.gguf', 'tiny'],
  ['tiny', '/models/tiny.gguf'],
  ['base.en', 'models/base.en.bin'],
  ['ggml-org/gemma-3-4b-it-GGUF', 'ggml-org/gemma-3-4b-it-GGUF:Q4_K_M'],
  [
    'ggml-org/gemma-3-4b-it-GGUF:Q4_K_M',
    '/root/.cache/llama.cpp/ggml-org_gemma-3-4b-it-GGUF_gemma-3-4b-it-Q4_K_M.gguf',
  ],
  ['ggml-org/gemma-3-4b-it-GGUF', '/hub/models--ggml-org--gemma-3-4b-it-GGUF/snapshots/abc/gemma-3-4b-it-Q8_0.gguf'],
])('takes %s for %s', (wanted, said) => {
  expect(isSameModel(wanted, ['another', said], '/plans')).toBe(true);
});

it.each([
  ['qwen3', 'qwen3-coder'],
  ['qwen3', '/models/qwen3-coder.gguf'],
  ['qwen3', '/models/my-qwen3.gguf'],
  ['a/model.gguf', '/plans/b/model.gguf'],
  ['ggml-org/gemma-3-4b-it-GGUF:Q8_0', 'ggml-org/gemma-3-4b-it-GGUF:Q4_K_M'],
  ['org/gemma', '/hub/models--ggmlorg--gemma/snapshots/abc/gemma.gguf'],
  ['ggml-org/gemma-3-4b-it-GGUF', 'unsloth/gemma-3-4b-it-GGUF'],
])('tells %s from %s', (wanted, said) => {
  expect(isSameModel(wanted, [said], '/plans')).toBe(false);
});
