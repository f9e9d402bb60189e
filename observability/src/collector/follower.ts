import { Batch } from "./batch.ts";
import type { Container } from "./engine/engine.ts";
import type { RequestFigures } from "./figures/request-figures.ts";
import { encode, toLine } from "./lines/line.ts";
import { LogFiles } from "./logs/log-files.ts";
import { BEGINNING } from "./logs/nanoseconds.ts";
import type { RawLine, Stream } from "./logs/raw-line.ts";
import type { Outbox } from "./outbox.ts";
import type { Positions } from "./positions.ts";

/** What all followers share. */
export interface FollowerOptions {
  /** The engine's folder of containers. */
  readonly folder: string;
  readonly outbox: Outbox;
  readonly positions: Positions;
  readonly figures: RequestFigures;
  /** Earlier lines are stored but not counted: they would look like a rush of requests. */
  readonly countedFrom: string;
}

/**
 * Follows the lines of one container. While the log host keeps up, a full outbox pauses it; while
 * the log host is away, it reads on for the figures, lets the lines go and reads them again from
 * the engine's files later.
 */
export class Follower {
  private readonly files: LogFiles;
  /** Up to where lines were put into the outbox. */
  private readonly queued: Record<Stream, string>;
  private readonly counted: Record<Stream, string>;
  /** Up to where lines were met before; from the first later one on all are new, even if the clock is put back. */
  private skipped: Record<Stream, string>;
  /** Whether lines were let go that are to be read again. */
  isBehind = false;
  private batch = new Batch();

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
   * Takes the next lines, if there is room for them. Throws if they can't be read.
   * @returns whether there may be more at once
   */
  read(): boolean {
    const { isFull, isConnected } = this.options.outbox;
    if (isFull && isConnected) return false;
    if (this.isBehind && isConnected) this.catchUp();
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
    const { line, access } = toLine(this.container, raw);
    if (raw.time > this.counted[raw.stream]) {
      this.counted[raw.stream] = raw.time;
      figures.count(line, access);
    }
    this.isBehind ||= outbox.isFull && !outbox.isConnected;
    if (this.isBehind) return;
    this.queued[raw.stream] = raw.time;
    const payload = encode(line);
    if (this.batch.add(payload)) return;
    this.send();
    this.batch.add(payload);
  }

  private send(): void {
    if (this.batch.lines === 0) return;
    const upTo = { ...this.queued };
    const { outbox, positions } = this.options;
    outbox.add(this.batch, () => positions.advance(this.container.name, upTo));
    this.batch = new Batch();
  }

  private catchUp(): void {
    this.isBehind = false;
    this.skipped = { ...this.queued };
    this.files.rewind();
  }
}
