// The `generate-report` program: one run folder in, one file out. It works on any folder a run left, in whatever state.
import { enableCompileCache } from 'node:module';
import { main } from './generate-report-main.ts';

enableCompileCache();
await main(process.argv.slice(2));
