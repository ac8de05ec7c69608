// The `runner` program: arguments to calls. Everything heavy loads with the command that needs it.
import { enableCompileCache } from 'node:module';
import { limitOf } from '../system/process-limits.ts';

// The cache is written in the very end, when nobody listens to the signal any more with which such a limit kills.
if (limitOf('Max file size') === null) enableCompileCache();
const { main } = await import('./main.ts');
await main(process.argv.slice(2));
