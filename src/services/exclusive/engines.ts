// What only one run at a time can have: a port that the plan fixes, and Ollama where it is to be the only one on the machine.
import type { ServiceTemplate } from '../../domain/plan.ts';
import type { Schedule } from '../../domain/schedule.ts';
import { findExecutable } from '../../system/executables.ts';
import { portLock } from '../ports.ts';

export interface ExclusiveEngine {
  /** Of plain characters. */
  readonly name: string;
  /** For people. */
  readonly text: string;
}

/** Each once, in an order that is the same for all runs. `takesOver`: servers that run already may be stopped. */
export function exclusiveEngines({ stretches }: Schedule, takesOver: boolean): readonly ExclusiveEngine[] {
  const used = stretches.filter(({ tests }) => tests.some(({ scenario }) => scenario.skip === null));
  const engines = used.flatMap(({ services }) => [...services.values()].flatMap((each) => claimsOf(each, takesOver)));
  const byName = new Map(engines.map((engine) => [engine.name, engine]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function claimsOf(template: ServiceTemplate, takesOver: boolean): readonly ExclusiveEngine[] {
  const claims: ExclusiveEngine[] = [];
  if ('port' in template && template.port !== 'auto') {
    claims.push({
      name: portLock(template.port),
      text: `port ${template.port}, which service "${template.name}" needs`,
    });
  }
  if (template.adapter === 'ollama' && template.existing === 'stop' && takesOver && isInstalled(template)) {
    claims.push({ name: 'ollama', text: `Ollama, of which service "${template.name}" must be the only one` });
  }
  return claims;
}

/** One that is not there is in nobody's way. */
function isInstalled({ command: [program = ''], env }: Extract<ServiceTemplate, { adapter: 'ollama' }>): boolean {
  return findExecutable(program, env['PATH'] ?? process.env['PATH'], process.cwd()).kind === 'found';
}
