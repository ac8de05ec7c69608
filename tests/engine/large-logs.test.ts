import { expect, it } from 'vitest';
import { LargeLogs } from '../../src/engine/large-logs.ts';

it('tells once of each service whose log has passed 1 GiB, and of no other', () => {
  const sizes = new Map<string, number | null>([
    ['up', 1024 ** 3],
    ['remote', null],
  ]);
  const logs = new LargeLogs({ logSize: (service) => sizes.get(service) ?? null }, ['up', 'remote', 'later', 'up']);
  expect(logs.news()).toEqual([]);
  sizes.set('up', 1024 ** 3 + 1);
  expect(logs.news()).toEqual([
    'the log of service "up" has passed 1 GiB and may fill the disk under the run folder; let it print less, for example with the log level among its options or arguments in the plan',
  ]);
  sizes.set('later', 5 * 1024 ** 3);
  expect(logs.news()).toEqual([expect.stringContaining('service "later"')]);
  expect(logs.news()).toEqual([]);
});
