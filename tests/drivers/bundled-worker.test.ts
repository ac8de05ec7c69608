import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';
import { createTrialRunner } from '../../src/drivers/trial-runner.ts';
import {
  commandScenario,
  speechScenario,
  taskOf,
  temporaryDirectory,
  transcriptionScenario,
} from '../support/trial-tasks.ts';

it('loads its lazy parts from a bundle too', async () => {
  const outdir = temporaryDirectory();
  await build({
    entryPoints: ['src/drivers/trial-worker.ts'],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  const trials = createTrialRunner({ workerFile: pathToFileURL(join(outdir, 'trial-worker.mjs')) });
  onTestFinished(() => trials.close());
  const drafts = ['http://json-schema.org/draft-07/schema#', 'https://json-schema.org/draft/2020-12/schema'];
  const expectations = drafts.map(($schema) => {
    const schema = { $schema, type: 'object', required: ['a'] };
    return { kind: 'jsonSchema', schema, target: null, message: null } as const;
  });
  const measurement = await trials.run(taskOf(commandScenario([{ run: `echo '{"a":1}'`, expect: expectations }])));
  expect(measurement).toMatchObject({ status: 'passed', error: null });
  const nobody = { status: 'error', error: 'the loadout has no service that could be asked' };
  expect(await trials.run(taskOf(speechScenario()))).toMatchObject(nobody);
  expect(await trials.run(taskOf(transcriptionScenario()))).toMatchObject(nobody);
});
