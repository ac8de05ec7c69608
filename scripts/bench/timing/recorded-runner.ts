// A copy of the built runner whose trial worker also writes raw times down. Results hold percentiles of the gaps between
// chunks; what each gap was is nothing that the product should carry about for a benchmark's sake. All code that runs while
// an answer comes is the product's own.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const recorded = fileURLToPath(new URL('recorded', import.meta.url));

const standIns: Plugin = {
  name: 'stand-ins',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/(chat|speech)-metrics\.ts$/ }, ({ path, importer }) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      return importer.startsWith(recorded) ? null : { path: join(recorded, name) };
    });
  },
};

/** `work` gets the command that starts the copy. */
export async function withRecordedRunner<T>(work: (program: readonly string[]) => Promise<T>): Promise<T> {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  // Within the project, where the packages are found that no bundle can hold.
  const copy = mkdtempSync(join(cache, 'flightdeck-bench-'));
  try {
    cpSync(join(root, 'dist'), copy, { recursive: true });
    await build({
      entryPoints: [join(root, 'src/drivers/trial-worker.ts')],
      outfile: join(copy, 'trial-worker.js'),
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node22',
      minifySyntax: true,
      external: ['sharp'],
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      plugins: [standIns],
      logLevel: 'warning',
    });
    return await work([process.execPath, '--disable-warning=ExperimentalWarning', join(copy, 'runner.js')]);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
