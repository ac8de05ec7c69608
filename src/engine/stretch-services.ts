// The services of a stretch, and which of them stay up when it ends.
import type { JsonObject, ServiceTemplate } from '../domain/plan.ts';
import { type Schedule, type Stretch, serviceIdOf } from '../domain/schedule.ts';

/** One service of a stretch: the template, the model it serves and what the members that share it want of it. */
export interface StretchService {
  readonly id: string;
  readonly template: ServiceTemplate;
  readonly model: string | null;
  readonly roles: readonly string[];
  /** Of the first member that it stands for. */
  readonly options: JsonObject;
}

/** Each service once, also where two members share it. */
export function servicesOf(stretch: Stretch): readonly StretchService[] {
  const services = new Map<string, StretchService>();
  for (const member of stretch.loadout?.members ?? []) {
    const template = stretch.services.get(member.service);
    if (template === undefined) throw new Error(`the schedule names service ${member.service} but does not hold it`);
    const id = serviceIdOf(member);
    const { model, role, options } = member;
    const known = services.get(id);
    services.set(
      id,
      known === undefined
        ? { id, template, model, roles: [role], options }
        : { ...known, roles: [...known.roles, role] },
    );
  }
  return [...services.values()];
}

/** Whether a stretch needs anything to be up: the plan skips all of its tests otherwise. */
export function isIdle({ tests }: Stretch): boolean {
  return tests.every(({ scenario }) => scenario.skip !== null);
}

/**
 * The services of those that are up at the end of a stretch that a later one finds still running: what the next one uses,
 * and what a later one uses where the plan says that everything until then fits into the memory together.
 */
export function stayingUp(schedule: Schedule, ending: number, up: readonly string[]): ReadonlySet<string> {
  const later = schedule.stretches.slice(ending + 1).filter((stretch) => !isIdle(stretch));
  const needs = later.map(servicesOf);
  return new Set(up.filter((id) => isWantedLater(schedule, needs, id)));
}

function isWantedLater({ fitTogether }: Schedule, needs: readonly (readonly StretchService[])[], id: string): boolean {
  for (const [index, services] of needs.entries()) {
    const wanted = services.find((service) => service.id === id);
    if (wanted !== undefined) return index === 0 || fitTogether.has(wanted.template.name);
    if (!services.every(({ template }) => fitTogether.has(template.name))) return false;
  }
  return false;
}

/** Whether the services that end and those of the next stretch may hold memory at the same time. */
export function mayOverlap(schedule: Schedule, ending: number, stopped: readonly string[]): boolean {
  const { fitTogether } = schedule;
  const ended = schedule.stretches.slice(0, ending + 1).flatMap(servicesOf);
  const next = schedule.stretches.slice(ending + 1).find((stretch) => !isIdle(stretch));
  if (next === undefined) return false;
  const names = [...ended.filter(({ id }) => stopped.includes(id)), ...servicesOf(next)];
  return names.every(({ template }) => fitTogether.has(template.name));
}
