import type { Container } from "./engine/engine.ts";
import { toLine } from "./lines/line.ts";
import type { LineId, LogStore } from "./log-store.ts";
import { LogFiles } from "./logs/log-files.ts";
import { BEGINNING, timeOf } from "./logs/nanoseconds.ts";
import type { RawLine, Stream } from "./logs/raw-line.ts";
import type { RequestMetrics } from "./metrics/request-metrics.ts";
import type { Outbox, OutgoingLine } from "./outbox.ts";
import type { Positions } from "./positions.ts";

/** Options that all followers share. */
export interface FollowerOptions {
  /** Docker's folder of containers. */
  readonly folder: string;
  readonly store: Pick<LogStore, "linesOf">;
  readonly outbox: Outbox;
  readonly positions: Positions;
  readonly requestMetrics: RequestMetrics;
  /** Earlier lines are stored but not counted: they would look like a burst of requests. */
  readonly countedFrom: string;
}

/**
 * Follows the log of one container. While the store is connected, a full outbox pauses it. While the store
 * is unavailable, it continues to read for the metrics, drops the lines that do not fit into the outbox, and
 * later reads them again from Docker's log files.
 */
export class Follower {
  private readonly files: LogFiles;
  /** The time of the last line in the outbox. */
  private readonly queued: Record<Stream, string>;
  /** The time of the last counted line. */
  private readonly counted: Record<Stream, string>;
  /** The time of the last line to skip. All lines after the first later one are new, even if the clock goes back. */
  private skipped: Record<Stream, string>;
  /** Later lines that are already stored, by a collector that was killed. */
  private stored: ReadonlySet<LineId> = new Set();
  /** Whether it must read lines again. A new follower must first query the stored lines. */
  isBehind = true;
  private batch: OutgoingLine[] = [];

  constructor(
    private readonly container: Container,
    private readonly options: FollowerOptions,
  ) {
    const { folder, positions, countedFrom } = options;
    this.files = new LogFiles(folder, container.id);
    this.queued = { ...positions.get(container.name) };
    this.skipped = { ...this.queued };
    this.counted = { stdout: countedFrom, stderr: countedFrom };
  }

  /**
   * Reads the next lines, if the outbox has room for them. Rejects if the files cannot be read or the store
   * cannot be queried.
   * @returns whether there may be more lines to read at once
   */
  async read(): Promise<boolean> {
    const { isFull, isConnected } = this.options.outbox;
    if (isFull && isConnected) return false;
    if (this.isBehind && isConnected) await this.catchUp();
    const isMore = this.files.read((line) => this.receive(line));
    this.send();
    return isMore;
  }

  close(): void {
    this.files.close();
  }

  private receive(line: RawLine): void {
    if (line.time <= this.skipped[line.stream]) return;
    this.skipped[line.stream] = BEGINNING;
    this.process(line);
  }

  private process(raw: RawLine): void {
    const { outbox, requestMetrics } = this.options;
    const { stream, time } = raw;
    const { line, access } = toLine(this.container, raw);
    if (time > this.counted[stream]) {
      this.counted[stream] = time;
      requestMetrics.count(line, access);
    }
    this.isBehind ||= outbox.isFull && !outbox.isConnected;
    if (this.isBehind) return;
    this.queued[stream] = time;
    const id: LineId = `${stream} ${time}`;
    this.batch.push({ id, time, json: JSON.stringify(line), isStored: this.stored.has(id) });
  }

  private send(): void {
    if (this.batch.length === 0) return;
    const upTo = { ...this.queued };
    const { outbox, positions } = this.options;
    const { name } = this.container;
    const onStored = () => positions.advance(name, upTo);
    outbox.add({ container: name, lines: this.batch, onStored });
    this.batch = [];
  }

  /** Starts again after the last line in the outbox, and skips lines that are already stored. */
  private async catchUp(): Promise<void> {
    const { name, created } = this.container;
    const times = [...Object.values(this.queued), timeOf(1000 * created)];
    const last = times.sort().at(-1) ?? BEGINNING;
    // Within a second, the order of lines in the files may differ from the order of their times.
    const from = `${last.slice(0, "2026-01-31T12:00:00".length)}Z`;
    this.stored = await this.options.store.linesOf(name, from);
    this.skipped = { ...this.queued };
    this.files.rewind();
    this.isBehind = false;
  }
}
