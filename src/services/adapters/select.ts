// The adapter of each service template.
import type { ServiceInstance } from '../reports.ts';
import type { Blueprint } from './blueprint.ts';
import { builtinBlueprint } from './builtin.ts';
import { commandBlueprint } from './command.ts';
import { externalBlueprint } from './external.ts';
import { llamaServerBlueprint } from './llama-server.ts';
import { ollamaBlueprint } from './ollama.ts';
import { openaiAudioBlueprint } from './openai-audio.ts';
import { vllmBlueprint } from './vllm.ts';
import { whisperServerBlueprint } from './whisper-server.ts';

export function blueprintOf(
  { id, template, model }: ServiceInstance,
  builtinProgram: (model: string) => URL,
): Blueprint {
  switch (template.adapter) {
    case 'builtin':
      return builtinBlueprint(id, template, model, builtinProgram);
    case 'command':
      return commandBlueprint(template);
    case 'external':
      return externalBlueprint(template);
    case 'ollama':
      return ollamaBlueprint(template);
    case 'llama-server':
      return llamaServerBlueprint(template);
    case 'vllm':
      return vllmBlueprint(template);
    case 'whisper-server':
      return whisperServerBlueprint(template);
    case 'openai-audio':
      return openaiAudioBlueprint(template);
    default:
      return template satisfies never;
  }
}
