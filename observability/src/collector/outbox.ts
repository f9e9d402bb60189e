import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../../programs/log.ts";
import type { LineId, LogConnection, LogStore } from "./log-store.ts";

/** The size of all lines in memory: waiting lines, and acknowledged ones that the store may still lose. */
const MAX_BYTES = 8 * 1024 * 1024;
/** The size of the lines in one request. */
const MAX_REQUEST_BYTES = 1024 * 1024;
/**
 * After this time an acknowledged line is on the store's disk, and survives a kill. The store flushes lines
 * within two seconds (docs/adr/0047), with `-inmemoryDataFlushInterval=1s`.
 */
const FLUSH_MS = 3000;
/** The delay before a retry, and between checks of an idle connection. */
const RETRY_DELAY_MS = 500;

/** A line to send to the store. */
export interface OutgoingLine {
  readonly id: LineId;
  readonly time: string;
  /** A JSON object. */
  readonly json: string;
  /** Whether the store already has it. */
  isStored: boolean;
}

/** Lines of one container, in order. */
export interface Batch {
  /** The container's name. */
  readonly container: string;
  readonly lines: readonly OutgoingLine[];
  /** Called when these lines, and those before them, are on the store's disk. */
  readonly onStored: () => void;
}

interface Waiting extends Batch {
  readonly bytes: number;
}

interface Acknowledged extends Waiting {
  /** Milliseconds of a monotonic clock. */
  readonly at: number;
}

/**
 * Sends lines to the log store, in order. The store acknowledges lines before they are on its disk, so the
 * outbox keeps them for three more seconds. If the connection closes before, the store may have been killed:
 * the outbox then queries the stored lines, and sends the missing ones again.
 */
export class Outbox {
  /** The number of lines that the store has acknowledged. */
  delivered = 0;
  isConnected = false;
  private acknowledged: Acknowledged[] = [];
  private waiting: Waiting[] = [];
  private bytes = 0;
  private isStopped = false;
  private isFailing = false;

  constructor(
    private readonly store: LogStore,
    private readonly log: Log,
    private readonly flushMs = FLUSH_MS,
  ) {}

  /** The number of lines that the store has not acknowledged. */
  get length(): number {
    return this.waiting.reduce((sum, { lines }) => sum + lines.length, 0);
  }

  /** Whether it should get no more lines; they stay in Docker's log files. */
  get isFull(): boolean {
    return this.bytes >= MAX_BYTES;
  }

  /** Adds lines to send. */
  add(batch: Batch): void {
    const bytes = batch.lines.reduce((sum, { json }) => sum + json.length, 0);
    this.waiting.push({ ...batch, bytes });
    this.bytes += bytes;
  }

  /** Sends lines until `stop`; logs a failure once. */
  async run(): Promise<void> {
    while (!this.isStopped) {
      const connection = this.store.connect();
      try {
        await connection.insert("");
        await this.store.flush();
        await this.requeue();
        this.connected();
        while (!this.isStopped) await this.send(connection);
      } catch (error) {
        this.failed((error as Error).message);
      } finally {
        connection.close();
        this.isConnected = false;
      }
      if (!this.isStopped) await sleep(RETRY_DELAY_MS);
    }
  }

  stop(): void {
    this.isStopped = true;
  }

  /** Queues acknowledged lines again, and marks those that the store has. */
  private async requeue(): Promise<void> {
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
    this.release(at);
    if (this.waiting.length === 0) await sleep(RETRY_DELAY_MS);
  }

  /** Returns the next batches that fit into one request, at least one. */
  private next(): Waiting[] {
    let bytes = 0;
    const end = this.waiting.findIndex((batch) => {
      bytes += batch.bytes;
      return bytes > MAX_REQUEST_BYTES;
    });
    return this.waiting.slice(0, end < 0 ? undefined : Math.max(end, 1));
  }

  /** Releases the lines that are on the store's disk by now. */
  private release(now: number): void {
    const end = this.acknowledged.findIndex(({ at }) => now - at < this.flushMs);
    for (const batch of this.acknowledged.splice(0, end < 0 ? this.acknowledged.length : end)) {
      this.bytes -= batch.bytes;
      batch.onStored();
    }
  }

  private connected(): void {
    this.isConnected = true;
    this.isFailing = false;
    this.log.write({ level: "info", message: `the log store ${this.store.url} accepts lines` });
  }

  private failed(reason: string): void {
    if (this.isStopped || this.isFailing) return;
    this.isFailing = true;
    this.log.write({
      level: "warning",
      message: `the log store ${this.store.url} accepts no lines: ${reason}`,
    });
  }
}
