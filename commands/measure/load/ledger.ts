/** What clients know of the orders that they sent. */
export class Ledger {
  /** When the load began, in milliseconds since 1970. */
  readonly startedAt = Date.now();

  /** How many orders were acknowledged. */
  count = 0;

  private readonly entries = new Map<string, Entry>();

  /** Notes an order before it is sent. A repetition has the same key and is the same order. */
  send(key: string, mustBeRefused = false): void {
    if (!this.entries.has(key)) this.entries.set(key, { key, mustBeRefused, ids: new Set() });
  }

  /** Notes that the shop said it has taken an order. */
  acknowledge(key: string, id: string): void {
    const { ids } = this.entryOf(key);
    if (ids.size === 0) this.count += 1;
    ids.add(id);
  }

  /** Notes that the shop said that it does not take an order. */
  refuse(key: string): undefined {
    this.entryOf(key).wasRefused = true;
  }

  /** Orders that were acknowledged; more than one id if the shop made several of one. */
  get acknowledged(): Acknowledged[] {
    return [...this.entries.values()]
      .filter(({ ids }) => ids.size > 0)
      .map(({ key, ids }) => ({ key, ids: [...ids] }));
  }

  /** Keys of orders that were sent and of which no client knows what became of them. */
  get unanswered(): string[] {
    return [...this.entries.values()]
      .filter(({ ids, wasRefused }) => ids.size === 0 && !wasRefused)
      .map(({ key }) => key);
  }

  /** Keys of orders that the shop said it did not take, and of those that it never may take. */
  get refused(): string[] {
    return [...this.entries.values()]
      .filter(({ ids, wasRefused, mustBeRefused }) => mustBeRefused || (wasRefused && !ids.size))
      .map(({ key }) => key);
  }

  private entryOf(key: string): Entry {
    const entry = this.entries.get(key);
    if (!entry)
      throw new Error(`the ledger has no order ${key}: it was not noted when it was sent`);
    return entry;
  }
}

interface Entry {
  readonly key: string;
  readonly mustBeRefused: boolean;
  readonly ids: Set<string>;
  wasRefused?: boolean;
}

/** An order of which a client knows that it was taken. */
export interface Acknowledged {
  /** Its idempotency key. */
  readonly key: string;
  readonly ids: readonly string[];
}
