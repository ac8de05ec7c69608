// The order of the test files: the one that takes minutes goes first, so that the others run beside it and nobody waits for it at the
// end. The rest is vitest's own order.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const longest = /\/tests\/scripts\/chaos\.test\.ts$/;

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [
      ...sorted.filter(({ moduleId }) => longest.test(moduleId)),
      ...sorted.filter(({ moduleId }) => !longest.test(moduleId)),
    ];
  }
}
