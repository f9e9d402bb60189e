/** The clients' record of their writes. */
export class Ledger {
  /** When the load began, in milliseconds since 1970. */
  readonly startedAt = Date.now();

  /** Number of acknowledged writes. */
  count = 0;

  private readonly entries = new Map<string, Entry>();

  /** Records a write before it is sent. A duplicate has the same key and is the same write. */
  send(key: string, mustBeRefused = false): void {
    if (!this.entries.has(key)) this.entries.set(key, { key, mustBeRefused, ids: new Set() });
  }

  /** Records that a response acknowledges a write. */
  acknowledge(key: string, id: string): void {
    const { ids } = this.entryOf(key);
    if (ids.size === 0) this.count += 1;
    ids.add(id);
  }

  /** Records that a response refuses a write. */
  refuse(key: string): undefined {
    this.entryOf(key).wasRefused = true;
  }

  /** Acknowledged writes; with several ids if one was executed several times. */
  get acknowledged(): Acknowledged[] {
    return [...this.entries.values()]
      .filter(({ ids }) => ids.size > 0)
      .map(({ key, ids }) => ({ key, ids: [...ids] }));
  }

  /** Keys of writes without a response: they may be executed or not. */
  get unanswered(): string[] {
    return [...this.entries.values()]
      .filter(({ ids, wasRefused }) => ids.size === 0 && !wasRefused)
      .map(({ key }) => key);
  }

  /** Keys of writes that were refused, or must be. */
  get refused(): string[] {
    return [...this.entries.values()]
      .filter(({ ids, wasRefused, mustBeRefused }) => mustBeRefused || (wasRefused && !ids.size))
      .map(({ key }) => key);
  }

  private entryOf(key: string): Entry {
    const entry = this.entries.get(key);
    if (!entry) throw new Error(`the ledger has no write ${key}: record it before it is sent`);
    return entry;
  }
}

interface Entry {
  readonly key: string;
  readonly mustBeRefused: boolean;
  readonly ids: Set<string>;
  wasRefused?: boolean;
}

/** A write that was acknowledged to a client. */
export interface Acknowledged {
  readonly key: string;
  readonly ids: readonly string[];
}
