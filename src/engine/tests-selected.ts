// What a run is about to execute, told before it begins: by that one knows later what is still to be done.
import type { EventOf } from '../domain/events.ts';
import type { Stretch } from '../domain/schedule.ts';

export function testsSelected({ domain, driver, loadout, tests }: Stretch): EventOf<'tests.selected'> {
  return {
    type: 'tests.selected',
    domain,
    driver,
    loadout: loadout?.label ?? null,
    tests: tests.map(({ testId, scenario }) => {
      const { id, name, group, priority, tags, repeats, skip } = scenario;
      return { testId, scenario: id, name, group, priority, tags, repeats: skip === null ? repeats : 1 };
    }),
  };
}
