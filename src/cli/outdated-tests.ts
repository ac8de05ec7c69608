// Where a run is continued: files that the plan names may have changed since, and what was recorded with the old ones does not
// belong to what is measured now.
import type { Schedule, Stretch } from '../domain/schedule.ts';
import { filesOfScenario, pathsInService, shown } from './named-files.ts';

export interface OutdatedTests {
  /** As they stand in `system_info.yaml`; sorted. */
  readonly files: readonly string[];
  readonly testIds: ReadonlySet<string>;
}

/** `before` and `now` are hashes by path; a file that is gone has none any more. `directory` is that of the plan. */
export function outdatedTests(
  { stretches }: Schedule,
  {
    before,
    now,
    directory,
  }: Readonly<Record<'before' | 'now', Readonly<Record<string, string>>>> & { directory: string },
): OutdatedTests {
  const files = Object.keys(before).filter((path) => now[path] !== before[path]);
  const changed = new Set(files);
  const isChanged = (path: string): boolean => changed.has(shown(path, directory));
  const testIds = stretches.flatMap((stretch) => testsAffected(stretch, isChanged));
  return { files: files.sort(), testIds: new Set(testIds) };
}

/** All tests of a loadout depend on the files of its services. */
function testsAffected({ services, tests }: Stretch, isChanged: (path: string) => boolean): readonly string[] {
  const all = [...services.values()].flatMap(pathsInService).some(isChanged);
  return tests.filter(({ scenario }) => all || filesOfScenario(scenario).some(isChanged)).map(({ testId }) => testId);
}
