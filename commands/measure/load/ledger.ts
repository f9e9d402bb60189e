/** What clients know of the writes that they sent. */
export class Ledger {
  /** When the load began, in milliseconds since 1970. */
  readonly startedAt = Date.now();

  /** How many writes were acknowledged. */
  count = 0;

  private readonly entries = new Map<string, Entry>();

  /** Enters a write before it is sent. A repetition has the same key and is the same write. */
  send(key: string, mustBeRefused = false): void {
    if (!this.entries.has(key)) this.entries.set(key, { key, mustBeRefused, ids: new Set() });
  }

  /** Enters that the application says it has done a write. */
  acknowledge(key: string, id: string): void {
    const { ids } = this.entryOf(key);
    if (ids.size === 0) this.count += 1;
    ids.add(id);
  }

  /** Enters that the application says it does not do a write. */
  refuse(key: string): undefined {
    this.entryOf(key).wasRefused = true;
  }

  /** Writes that were acknowledged; more than one id where several were made of one. */
  get acknowledged(): Acknowledged[] {
    return [...this.entries.values()]
      .filter(({ ids }) => ids.size > 0)
      .map(({ key, ids }) => ({ key, ids: [...ids] }));
  }

  /** Keys of writes without an answer: they may be done or not. */
  get unanswered(): string[] {
    return [...this.entries.values()]
      .filter(({ ids, wasRefused }) => ids.size === 0 && !wasRefused)
      .map(({ key }) => key);
  }

  /** Keys of writes that the application refused, and of those that it has to refuse. */
  get refused(): string[] {
    return [...this.entries.values()]
      .filter(({ ids, wasRefused, mustBeRefused }) => mustBeRefused || (wasRefused && !ids.size))
      .map(({ key }) => key);
  }

  private entryOf(key: string): Entry {
    const entry = this.entries.get(key);
    if (!entry) throw new Error(`the ledger has no write ${key}: enter it before it is sent`);
    return entry;
  }
}

interface Entry {
  readonly key: string;
  readonly mustBeRefused: boolean;
  readonly ids: Set<string>;
  wasRefused?: boolean;
}

/** A write of which a client knows that it was done. */
export interface Acknowledged {
  readonly key: string;
  readonly ids: readonly string[];
}
