// Writes plans/plan.schema.json from the schemas that the runner reads plans with; --check only compares.
import { readFile, writeFile } from 'node:fs/promises';
import { planJsonSchema } from '../src/plan/json-schema.ts';

const file = new URL('../plans/plan.schema.json', import.meta.url);
const fresh = `${JSON.stringify(planJsonSchema(), null, 2)}\n`;

if (process.argv.includes('--check')) {
  const stored = await readFile(file, 'utf8').catch(() => null);
  if (stored !== fresh) {
    const what = stored === null ? 'is missing' : 'is not what the schemas in src/plan/schema say';
    console.error(`plans/plan.schema.json ${what}; write it with: npm run schema`);
    process.exitCode = 1;
  }
} else await writeFile(file, fresh);
