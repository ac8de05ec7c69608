// Bundles the entry points into dist/, and writes the types of the library. Each heavy part (Ink, exceljs, zod, YAML) lands in a chunk that loads on first use.
import { execFile } from 'node:child_process';
import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

/** Entry points: what is started as a program or as a worker of its own. */
const entryPoints = {
  runner: 'src/cli/runner.ts',
  'generate-report': 'src/cli/generate-report.ts',
  flightdeck: 'src/library/flightdeck.ts',
  'trial-worker': 'src/drivers/trial-worker.ts',
  watchdog: 'src/services/watchdog/watchdog-process.ts',
  'tiny-markov': 'src/builtin/tiny-markov/server.ts',
  'modem-tts': 'src/builtin/modem-tts/server.ts',
  'modem-stt': 'src/builtin/modem-stt/server.ts',
  'pixel-vlm': 'src/builtin/pixel-vlm/server.ts',
};

const commonJsGlobals = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;`;

const types = promisify(execFile)(process.execPath, [
  `${root}node_modules/typescript/bin/tsc`,
  '--project',
  `${root}scripts/tooling/tsconfig.types.json`,
]);
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints,
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  minifySyntax: true,
  external: ['exceljs', 'systeminformation', 'react-devtools-core', 'sharp'],
  define: { 'process.env.NODE_ENV': '"production"', 'globalThis.FLIGHTDECK_VERSION': JSON.stringify(version) },
  // CommonJS packages inside an ES module bundle still ask for what Node gives each CommonJS file.
  banner: { js: commonJsGlobals },
  logLevel: 'warning',
  metafile: true,
});
await types;
await cp(`${root}src/builtin/corpus`, `${root}dist/corpus`, { recursive: true });

// Only now, so that a build that fails leaves the last one as it was.
const written = new Set([...Object.keys(metafile.outputs).map((path) => path.replace('dist/', '')), 'corpus', 'types']);
for (const name of await readdir(`${root}dist`)) {
  if (!written.has(name)) await rm(`${root}dist/${name}`, { recursive: true });
}
