// Lets clients take turns, so that all are measured side by side and never two at once. The end of each answer is held back
// until its client is next: only then can that client send its next request, which is served at once.

interface Seat {
  left: number;
  waiting: (() => void) | null;
  heldEnd: (() => void) | null;
}

export class Rota {
  readonly #seats: ReadonlyMap<string, Seat>;
  #current: string | undefined;

  /** Each of `clients` sends that many `requests`. */
  constructor(clients: readonly string[], requests: number) {
    this.#seats = new Map(clients.map((client) => [client, { left: requests, waiting: null, heldEnd: null }]));
    this.#current = clients[0];
  }

  /** `serve` is called when it is this client's turn. */
  asked(client: string, serve: () => void): void {
    const seat = this.#seats.get(client);
    if (seat === undefined) throw new Error(`nobody expected a request of ${client}`);
    if (client === this.#current) serve();
    else seat.waiting = serve;
  }

  /** `end` ends the answer that this client has just had. */
  served(client: string, end: () => void): void {
    const seat = this.#seats.get(client);
    if (seat === undefined) throw new Error(`${client} has no turn that could end`);
    seat.left -= 1;
    if (seat.left === 0) end();
    else seat.heldEnd = end;
    this.#pass(client);
  }

  #pass(from: string): void {
    const names = [...this.#seats.keys()];
    const at = names.indexOf(from) + 1;
    const next = [...names.slice(at), ...names.slice(0, at)].find((name) => (this.#seats.get(name)?.left ?? 0) > 0);
    this.#current = next;
    const seat = next === undefined ? undefined : this.#seats.get(next);
    if (seat === undefined) return;
    const { waiting, heldEnd } = seat;
    seat.waiting = null;
    seat.heldEnd = null;
    heldEnd?.();
    waiting?.();
  }
}
