// What a result was measured with. Where a run is continued and that has changed since, the result does not belong to what is
// measured now.

/** What a service said of itself when it was ready; null = it did not say. */
export interface ServiceVersion {
  readonly version: string | null;
  readonly modelDigest: string | null;
}

/** By the ids of services: those that were up, or had been. */
export type ServiceVersions = ReadonlyMap<string, ServiceVersion>;

/**
 * Hashes of what a plan takes from outside: of files by path, of the values of environment variables by `${NAME}`; null = it is
 * gone.
 */
export type InputHashes = Readonly<Record<string, string | null>>;

export interface Origin {
  readonly services: ServiceVersions;
  /** Those that differed from what they were when the run began. */
  readonly changedInputs: InputHashes;
}

export const noOrigin: Origin = { services: new Map(), changedInputs: {} };
