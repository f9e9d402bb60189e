import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../../programs/log.ts";
import type { LineId, LogConnection, LogStore } from "./log-store.ts";

/** Lines that are kept in memory: those that wait, and those that the store may lose. */
const MAX_BYTES = 8 * 1024 * 1024;
/** Of one request. */
const MAX_REQUEST_BYTES = 1024 * 1024;
/**
 * A store that is killed keeps lines that it acknowledged two seconds before (docs/adr/0047), by
 * `-inmemoryDataFlushInterval=1s`.
 */
const SETTLE_MILLISECONDS = 3000;
/** Also how often the store is asked whether it answers. */
const PAUSE_MILLISECONDS = 500;

/** A line on its way to the store. */
export interface OutgoingLine {
  readonly id: LineId;
  readonly time: string;
  /** A JSON object. */
  readonly json: string;
  /** Whether the store has it already. */
  isStored: boolean;
}

/** Lines of one container, in their order. */
export interface Batch {
  /** The container's name. */
  readonly container: string;
  readonly lines: readonly OutgoingLine[];
  /** Called when the store has these lines, and those before them, on its disk. */
  readonly settled: () => void;
}

interface Waiting extends Batch {
  readonly bytes: number;
}

interface Acknowledged extends Waiting {
  /** Milliseconds of a clock that is never put back. */
  readonly at: number;
}

/**
 * Sends lines to the log store, in order. The store acknowledges a line before it is on its disk, so the
 * outbox keeps it for three seconds more. If the connection ends before, the store may have been
 * killed: the outbox asks it which lines it has, and sends the others again.
 */
export class Outbox {
  /** How many lines the store has acknowledged. */
  delivered = 0;
  isConnected = false;
  private acknowledged: Acknowledged[] = [];
  private waiting: Waiting[] = [];
  private bytes = 0;
  private isStopped = false;
  private obstacle?: string;

  constructor(
    private readonly store: LogStore,
    private readonly log: Log,
    private readonly settleMilliseconds = SETTLE_MILLISECONDS,
  ) {}

  /** How many lines the store has not acknowledged. */
  get length(): number {
    return this.waiting.reduce((sum, { lines }) => sum + lines.length, 0);
  }

  /** Whether no more lines should be added: the engine has them, too. */
  get isFull(): boolean {
    return this.bytes >= MAX_BYTES;
  }

  add(batch: Batch): void {
    const bytes = batch.lines.reduce((sum, { json }) => sum + json.length, 0);
    this.waiting.push({ ...batch, bytes });
    this.bytes += bytes;
  }

  /** Sends until it is stopped; a fault is logged once. */
  async run(): Promise<void> {
    while (!this.isStopped) {
      let connection: LogConnection | undefined;
      try {
        connection = await this.store.connect();
        await this.recall();
        this.connected();
        while (!this.isStopped) await this.send(connection);
      } catch (error) {
        this.failed((error as Error).message);
        await sleep(PAUSE_MILLISECONDS);
      } finally {
        connection?.close();
        this.isConnected = false;
      }
    }
  }

  stop(): void {
    this.isStopped = true;
  }

  /** Puts back what the store may have lost, and marks what it has. */
  private async recall(): Promise<void> {
    this.waiting.unshift(...this.acknowledged.splice(0));
    for (const container of new Set(this.waiting.map((batch) => batch.container))) {
      const batches = this.waiting.filter((batch) => batch.container === container);
      const lines = batches.flatMap((batch) => batch.lines);
      const [first] = lines.map(({ time }) => time).sort();
      if (first === undefined) continue;
      const stored = await this.store.linesOf(container, first);
      for (const line of lines) line.isStored = stored.has(line.id);
    }
  }

  private async send(connection: LogConnection): Promise<void> {
    const batches = this.next();
    const lines = batches.flatMap((batch) => batch.lines).filter(({ isStored }) => !isStored);
    await connection.insert(lines.map(({ json }) => json).join("\n"));
    const at = performance.now();
    this.waiting = this.waiting.slice(batches.length);
    this.acknowledged.push(...batches.map((batch) => ({ ...batch, at })));
    this.delivered += lines.length;
    this.settle(at);
    if (this.waiting.length === 0) await sleep(PAUSE_MILLISECONDS);
  }

  /** The next batches, as many as one request may have, but one at least. */
  private next(): Waiting[] {
    let bytes = 0;
    const end = this.waiting.findIndex((batch) => {
      bytes += batch.bytes;
      return bytes > MAX_REQUEST_BYTES;
    });
    return this.waiting.slice(0, end < 0 ? undefined : Math.max(end, 1));
  }

  private settle(now: number): void {
    const end = this.acknowledged.findIndex(({ at }) => now - at < this.settleMilliseconds);
    for (const batch of this.acknowledged.splice(0, end < 0 ? this.acknowledged.length : end)) {
      this.bytes -= batch.bytes;
      batch.settled();
    }
  }

  private connected(): void {
    this.isConnected = true;
    this.obstacle = undefined;
    this.log.write({ level: "info", message: `the log store ${this.store.url} accepts lines` });
  }

  private failed(reason: string): void {
    if (this.isStopped) return;
    if (this.obstacle === undefined) {
      this.log.write({
        level: "warning",
        message: `the log store ${this.store.url} accepts no lines: ${reason}`,
      });
    }
    this.obstacle = reason;
  }
}
