// Why a service did not become ready, as a person reads it.

export class ServiceFailure extends Error {
  /** What the service needs is not on this machine: an optional one is then skipped. */
  readonly notInstalled: boolean;

  constructor(message: string, notInstalled = false) {
    super(message);
    this.name = 'ServiceFailure';
    this.notInstalled = notInstalled;
  }
}
