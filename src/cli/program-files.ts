// Where the programs lie that this one starts: beside the bundle, or in the sources when they run without a build.

const bundled = globalThis.FLIGHTDECK_VERSION !== undefined;

export const trialWorkerFile = bundled
  ? new URL('./trial-worker.js', import.meta.url)
  : new URL('../drivers/trial-worker.ts', import.meta.url);

/** The program of a built-in model is its name in this directory, followed by the extension. */
export const builtinPrograms = bundled
  ? { builtinDirectory: new URL('./', import.meta.url), builtinExtension: '.js' }
  : { builtinDirectory: new URL('../builtin/', import.meta.url), builtinExtension: '/server.ts' };

export const reportProgram = bundled
  ? new URL('./generate-report.js', import.meta.url)
  : new URL('./generate-report.ts', import.meta.url);

export const watchdogProgram = bundled
  ? new URL('./watchdog.js', import.meta.url)
  : new URL('../services/watchdog/watchdog-process.ts', import.meta.url);
