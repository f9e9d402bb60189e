import { EventEmitter } from "node:events";
import type { Log } from "../logging.ts";
import { Connection } from "./relp/connection.ts";

/** How many lines are under way at once: that many may be stored twice after a crash. */
const WINDOW = 256;
const MOST_LINES = 2000;
const MOST_BYTES = 8 * 1024 * 1024;
const RETRY_MILLISECONDS = 500;

interface Waiting {
  readonly message: Buffer;
  readonly stored: () => void;
  isStored: boolean;
}

/** Where the log host listens. */
export interface LogHost {
  readonly host: string;
  readonly port: number;
}

/**
 * Lines on their way to the log host, in order. Each waits until the log host has acknowledged it,
 * and is sent again over the next connection if this one ends before. Tells of a `change` when there
 * is room again and when the connection opens or closes.
 */
export class Outbox extends EventEmitter<{ change: [] }> {
  /** How many lines the log host has acknowledged. */
  delivered = 0;
  isConnected = false;
  private readonly waiting: Waiting[] = [];
  private bytes = 0;
  private sent = 0;
  private readonly underWay = new Map<number, Waiting>();
  private connection?: Connection;
  private isStopped = false;
  private wasFull = false;
  private obstacle?: string;

  constructor(
    private readonly logHost: LogHost,
    private readonly log: Log,
  ) {
    super();
  }

  get length(): number {
    return this.waiting.length;
  }

  /** Whether no more lines should be added: the engine has them, too. */
  get isFull(): boolean {
    return this.waiting.length >= MOST_LINES || this.bytes >= MOST_BYTES;
  }

  start(): void {
    if (this.isStopped) return;
    this.connection = new Connection(this.logHost.host, this.logHost.port, {
      opened: () => this.opened(),
      acknowledged: (transaction) => this.acknowledged(transaction),
      closed: (reason) => this.closed(reason),
    });
  }

  /** @param stored called when the log host has the line and all lines before it */
  add(message: Buffer, stored: () => void): void {
    this.waiting.push({ message, stored, isStored: false });
    this.bytes += message.length;
    this.wasFull ||= this.isFull;
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
        const transaction = this.connection?.send(next.message);
        if (transaction !== undefined) this.underWay.set(transaction, next);
      }
    });
  }

  private opened(): void {
    this.isConnected = true;
    this.obstacle = undefined;
    this.log.write("info", `the log host ${this.logHost.host} takes lines`);
    this.send();
    this.emit("change");
  }

  /** Answers may come in any order; lines leave in theirs. */
  private acknowledged(transaction: number): void {
    const line = this.underWay.get(transaction);
    if (line === undefined) return;
    this.underWay.delete(transaction);
    line.isStored = true;
    this.delivered++;
    const first = this.waiting.findIndex(({ isStored }) => !isStored);
    const stored = this.waiting.splice(0, first === -1 ? this.waiting.length : first);
    this.sent -= stored.length;
    for (const { message, stored: tell } of stored) {
      this.bytes -= message.length;
      tell();
    }
    this.send();
    const hasRoom = this.waiting.length < MOST_LINES / 2 && this.bytes < MOST_BYTES / 2;
    if (!this.wasFull || !hasRoom) return;
    this.wasFull = false;
    this.emit("change");
  }

  private closed(reason: string): void {
    this.isConnected = false;
    this.underWay.clear();
    this.sent = 0;
    if (this.isStopped) return;
    if (this.obstacle === undefined) {
      this.log.write("warning", `the log host ${this.logHost.host} takes no lines: ${reason}`);
    }
    this.obstacle = reason;
    setTimeout(() => this.start(), RETRY_MILLISECONDS);
    this.emit("change");
  }
}
