// The `runner` program: arguments to calls. Everything heavy loads with the command that needs it.
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { main } = await import('./main.ts');
await main(process.argv.slice(2));
