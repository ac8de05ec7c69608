import { expect, it } from 'vitest';
import type { ServiceTemplate } from '../../../src/domain/plan.ts';
import { exclusiveEngines } from '../../../src/services/exclusive/engines.ts';
import { scenario, schedule, stretch } from '../../support/schedules.ts';
import { commandService, fixture, ollamaService } from '../../support/templates.ts';

const serves = fixture('serves', '{port}');

function needing(...services: readonly ServiceTemplate[]) {
  return schedule({ ...stretch([scenario('A')]), services: new Map(services.map((each) => [each.name, each])) });
}

it('are the ports that a plan fixes, each once and in one order', () => {
  const fixed = commandService(serves, { name: 'b', port: 9002 });
  const plan = needing(fixed, commandService(serves, { name: 'a', port: 9001 }), commandService(serves, { name: 'c' }));
  expect(exclusiveEngines({ ...plan, stretches: [...plan.stretches, ...plan.stretches] }, true)).toEqual([
    { name: 'port-9001', text: 'port 9001, which service "a" needs' },
    { name: 'port-9002', text: 'port 9002, which service "b" needs' },
  ]);
});

it('are an Ollama that is to be the only one, where it is installed and others may be stopped', () => {
  const ollama = ollamaService(fixture('fake-ollama'), { existing: 'stop' });
  const claimed = [{ name: 'ollama', text: 'Ollama, of which service "ollama" must be the only one' }];
  expect(exclusiveEngines(needing(ollama), true)).toEqual(claimed);
  expect(exclusiveEngines(needing(ollama), false)).toEqual([]);
  expect(exclusiveEngines(needing({ ...ollama, existing: 'leave' }), true)).toEqual([]);
  expect(exclusiveEngines(needing({ ...ollama, command: ['/nowhere/ollama', 'serve'] }), true)).toEqual([]);
});

it('are none of what the plan skips', () => {
  const skipped = {
    ...stretch([scenario('A', { skip: 'later' })]),
    services: new Map([['b', commandService(serves, { port: 9002 })]]),
  };
  expect(exclusiveEngines(schedule(skipped), true)).toEqual([]);
});
