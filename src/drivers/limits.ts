// What ends a task early: its own time limit, or the session. One signal for both, so that a driver watches one thing.

export type Interruption =
  | { readonly kind: 'timeout'; readonly timeoutMs: number }
  | { readonly kind: 'aborted'; readonly reason: string };

export class TaskLimits {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #silentMs = new Map<string, number>();
  #interruption: Interruption | null = null;

  constructor(timeoutMs: number) {
    this.#timer = setTimeout(() => this.#interrupt({ kind: 'timeout', timeoutMs }), timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Null while the task may go on. */
  get interruption(): Interruption | null {
    return this.#interruption;
  }

  /** By URL of a service that had been asked when the task was interrupted: for how long nothing had come from it. */
  get silentMs(): ReadonlyMap<string, number> {
    return this.#silentMs;
  }

  /** Of several requests to one service, the last byte of all counts. */
  cutOff(url: string, silentMs: number): void {
    this.#silentMs.set(url, Math.min(silentMs, this.#silentMs.get(url) ?? silentMs));
  }

  abort(reason: string): void {
    this.#interrupt({ kind: 'aborted', reason });
  }

  /** The task is over; what comes later changes nothing. */
  release(): void {
    clearTimeout(this.#timer);
  }

  #interrupt(interruption: Interruption): void {
    if (this.#interruption !== null) return;
    this.#interruption = interruption;
    clearTimeout(this.#timer);
    this.#controller.abort();
  }
}
