// A service that dies breaks its connections before its exit is known; the exit is the better explanation of a request that
// failed, so it is waited for, as briefly as that goes.

/** A process that breaks its connections by dying is gone within this time. */
const dyingMs = 25;
/** How long the news of an exit may take to arrive. */
const newsMs = 250;

export class ExitNews {
  #heard: (() => void) | null = null;

  /** A service exited. */
  arrived(): void {
    this.#heard?.();
  }

  /** Resolves with the news, or when it is not to be expected. */
  async wait(allAlive: () => boolean): Promise<void> {
    if (await this.#within(dyingMs)) return;
    if (!allAlive()) await this.#within(newsMs);
  }

  #within(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (heard: boolean): void => {
        clearTimeout(timer);
        this.#heard = null;
        resolve(heard);
      };
      const timer = setTimeout(() => settle(false), ms);
      this.#heard = () => settle(true);
    });
  }
}
