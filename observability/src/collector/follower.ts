import type { Container } from "./engine/engine.ts";
import type { RequestFigures } from "./figures/request-figures.ts";
import { toLine } from "./lines/line.ts";
import type { LineId, LogStore } from "./log-store.ts";
import { LogFiles } from "./logs/log-files.ts";
import { BEGINNING } from "./logs/nanoseconds.ts";
import type { RawLine, Stream } from "./logs/raw-line.ts";
import type { Outbox, OutgoingLine } from "./outbox.ts";
import type { Positions } from "./positions.ts";

/** What all followers share. */
export interface FollowerOptions {
  /** The engine's folder of containers. */
  readonly folder: string;
  readonly store: Pick<LogStore, "linesOf">;
  readonly outbox: Outbox;
  readonly positions: Positions;
  readonly figures: RequestFigures;
  /** Earlier lines are stored but not counted: they would look like a rush of requests. */
  readonly countedFrom: string;
}

/**
 * Follows the lines of one container. While the store keeps up, a full outbox pauses it; while the store
 * is unavailable, it reads on for the metrics, drops lines that the outbox has no room for, and reads
 * them again from the engine's files later.
 */
export class Follower {
  private readonly files: LogFiles;
  /** Up to where lines were put into the outbox. */
  private readonly queued: Record<Stream, string>;
  private readonly counted: Record<Stream, string>;
  /** Up to where lines were met before; from the first later one on all are new, even if the clock is put back. */
  private skipped: Record<Stream, string>;
  /** Later lines that the store has from a collector that was killed. */
  private stored: ReadonlySet<LineId> = new Set();
  /** Whether lines are to be read again. A new follower does not know yet which lines the store has. */
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
   * Takes the next lines, if there is room for them. Rejects if they can't be read, or the store can't
   * be asked.
   * @returns whether there may be more at once
   */
  async read(): Promise<boolean> {
    const { isFull, isConnected } = this.options.outbox;
    if (isFull && isConnected) return false;
    if (this.isBehind && isConnected) await this.catchUp();
    const isMore = this.files.read((line) => this.meet(line));
    this.send();
    return isMore;
  }

  close(): void {
    this.files.close();
  }

  private meet(line: RawLine): void {
    if (line.time <= this.skipped[line.stream]) return;
    this.skipped[line.stream] = BEGINNING;
    this.take(line);
  }

  private take(raw: RawLine): void {
    const { outbox, figures } = this.options;
    const { stream, time } = raw;
    const { line, access } = toLine(this.container, raw);
    if (time > this.counted[stream]) {
      this.counted[stream] = time;
      figures.count(line, access);
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
    const settled = () => positions.advance(name, upTo);
    outbox.add({ container: name, lines: this.batch, settled });
    this.batch = [];
  }

  private async catchUp(): Promise<void> {
    const { name } = this.container;
    const [, last = BEGINNING] = Object.values(this.queued).sort();
    // Lines are read in the order of the files, where those of one second may not be in that of their times.
    const from = `${last.slice(0, "2026-01-31T12:00:00".length)}Z`;
    this.stored = await this.options.store.linesOf(name, from);
    this.skipped = { ...this.queued };
    this.files.rewind();
    this.isBehind = false;
  }
}
