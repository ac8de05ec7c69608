// The version of this program, as the build wrote it in.

declare global {
  var FLIGHTDECK_VERSION: string | undefined;
}

/** `0.0.0-source` where the sources run without a build. */
export const version: string = globalThis.FLIGHTDECK_VERSION ?? '0.0.0-source';
