import type { Log } from "../../../programs/log.ts";
import type { Batch } from "./batch.ts";
import { Connection } from "./relp/connection.ts";

/** How many batches are under way at once: those may be stored twice after a crash. */
const WINDOW = 8;
const MOST_LINES = 2000;
const MOST_BYTES = 8 * 1024 * 1024;
const RETRY_MILLISECONDS = 500;

interface Waiting {
  readonly batch: Batch;
  readonly stored: () => void;
  isStored: boolean;
}

/** Where the log host listens. */
export interface LogHost {
  readonly host: string;
  readonly port: number;
}

/**
 * Lines on their way to the log host, in order. Each batch waits until the log host has acknowledged
 * it, and is sent again over the next connection if this one ends before.
 */
export class Outbox {
  /** How many lines the log host has acknowledged. */
  delivered = 0;
  isConnected = false;
  private readonly waiting: Waiting[] = [];
  private lines = 0;
  private bytes = 0;
  private sent = 0;
  private readonly underWay = new Map<number, Waiting>();
  private connection?: Connection;
  private isStopped = false;
  private obstacle?: string;

  constructor(
    private readonly logHost: LogHost,
    private readonly log: Log,
  ) {}

  /** How many lines wait. */
  get length(): number {
    return this.lines;
  }

  /** Whether no more lines should be added: the engine has them, too. */
  get isFull(): boolean {
    return this.lines >= MOST_LINES || this.bytes >= MOST_BYTES;
  }

  start(): void {
    if (this.isStopped) return;
    this.connection = new Connection(this.logHost.host, this.logHost.port, {
      opened: () => this.opened(),
      acknowledged: (transaction) => this.acknowledged(transaction),
      closed: (reason) => this.closed(reason),
    });
  }

  /** @param stored called when the log host has the batch and all before it */
  add(batch: Batch, stored: () => void): void {
    this.waiting.push({ batch, stored, isStored: false });
    this.lines += batch.lines;
    this.bytes += batch.bytes;
    this.send();
  }

  stop(): void {
    this.isStopped = true;
    this.connection?.close("the collector stops");
  }

  private send(): void {
    if (!this.isConnected || this.underWay.size >= WINDOW) return;
    this.connection?.together(() => {
      while (this.underWay.size < WINDOW && this.sent < this.waiting.length) {
        const next = this.waiting[this.sent++] as Waiting;
        if (next.isStored) continue;
        const transaction = this.connection?.send(next.batch.message());
        if (transaction !== undefined) this.underWay.set(transaction, next);
      }
    });
  }

  private opened(): void {
    this.isConnected = true;
    this.obstacle = undefined;
    this.log.write({ level: "info", message: `the log host ${this.logHost.host} takes lines` });
    this.send();
  }

  /** Answers may come in any order; batches leave in theirs. */
  private acknowledged(transaction: number): void {
    const answered = this.underWay.get(transaction);
    if (answered === undefined) return;
    this.underWay.delete(transaction);
    answered.isStored = true;
    this.delivered += answered.batch.lines;
    while (this.waiting[0]?.isStored) {
      const { batch, stored } = this.waiting.shift() as Waiting;
      this.sent--;
      this.lines -= batch.lines;
      this.bytes -= batch.bytes;
      stored();
    }
    this.send();
  }

  private closed(reason: string): void {
    this.isConnected = false;
    this.underWay.clear();
    this.sent = 0;
    if (this.isStopped) return;
    if (this.obstacle === undefined) {
      this.log.write({
        level: "warning",
        message: `the log host ${this.logHost.host} takes no lines: ${reason}`,
      });
    }
    this.obstacle = reason;
    setTimeout(() => this.start(), RETRY_MILLISECONDS);
  }
}
