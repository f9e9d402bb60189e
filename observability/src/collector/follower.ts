import type { IncomingMessage } from "node:http";
import type { Container, Engine } from "./engine/engine.ts";
import { FrameReader, type RawLine, type Stream } from "./engine/frames.ts";
import { BEGINNING, since } from "./engine/nanoseconds.ts";
import type { RequestFigures } from "./figures/request-figures.ts";
import { encode, toLine } from "./lines/line.ts";
import type { Outbox } from "./outbox.ts";
import type { Positions } from "./positions.ts";

/** A container's two streams may be that much out of order. */
const OVERLAP_SECONDS = 5;

/** What all followers share. */
export interface FollowerOptions {
  readonly engine: Pick<Engine, "logs">;
  readonly outbox: Outbox;
  readonly positions: Positions;
  readonly figures: RequestFigures;
  /** Earlier lines are stored but not counted: they would look like a rush of requests. */
  readonly countedFrom: string;
}

/**
 * Follows the lines of one container. While the log host keeps up, a full outbox pauses it; while
 * the log host is away, it reads on for the figures, lets the lines go and reads them again from
 * the engine later.
 */
export class Follower {
  /** Up to where lines were put into the outbox. */
  private readonly queued: Record<Stream, string>;
  private readonly counted: Record<Stream, string>;
  private stream?: IncomingMessage;
  private isStarting = false;
  private isBehind = false;
  /** Whether it was read to its end since it stopped. */
  private isComplete = false;

  constructor(
    private container: Container,
    private readonly options: FollowerOptions,
  ) {
    const { positions, countedFrom } = options;
    this.queued = { ...positions.get(container.name) };
    this.counted = { stdout: countedFrom, stderr: countedFrom };
  }

  get isReading(): boolean {
    return this.stream !== undefined;
  }

  /** Goes on where it stands, unless it follows already. A container that stopped is read once more. */
  async follow(container: Container): Promise<void> {
    const isRunning = container.state === "running" || container.state === "paused";
    this.container = container;
    if (isRunning) this.isComplete = false;
    if (this.stream || this.isStarting || this.isComplete) return;
    this.isStarting = true;
    try {
      await this.read(() => {
        this.isComplete = !isRunning && !this.isBehind;
      });
    } finally {
      this.isStarting = false;
    }
  }

  /** Pauses, resumes or starts again, as the outbox allows. */
  adapt(): void {
    const { isFull, isConnected } = this.options.outbox;
    if (isFull && isConnected) this.stream?.pause();
    else this.stream?.resume();
    if (this.isBehind && isConnected && !isFull) this.catchUp();
  }

  stop(): void {
    this.stream?.destroy();
    this.stream = undefined;
  }

  private async read(ended: () => void): Promise<void> {
    const { engine } = this.options;
    const last = Object.values(this.queued).reduce(later);
    const stream = await engine.logs(this.container.name, since(last, OVERLAP_SECONDS));
    const frames = new FrameReader();
    const skipped: Record<Stream, string> = { ...this.queued };
    this.isBehind = false;
    this.stream = stream;
    stream.on("data", (chunk: Buffer) => {
      if (this.stream !== stream) return;
      for (const line of frames.read(chunk)) {
        if (line.time <= skipped[line.stream]) continue;
        // From here on all are new, even if the clock is put back.
        skipped[line.stream] = BEGINNING;
        this.take(line);
      }
      this.adapt();
    });
    stream.once("end", ended);
    stream.on("error", () => {});
    stream.once("close", () => {
      if (this.stream === stream) this.stream = undefined;
    });
  }

  private take(raw: RawLine): void {
    const { outbox, positions, figures } = this.options;
    const { name } = this.container;
    const { line, access } = toLine(this.container, raw);
    if (raw.time > this.counted[raw.stream]) {
      this.counted[raw.stream] = raw.time;
      figures.count(line, access);
    }
    this.isBehind ||= outbox.isFull && !outbox.isConnected;
    if (this.isBehind) return;
    this.queued[raw.stream] = raw.time;
    outbox.add(encode(line), () => positions.advance(name, raw.stream, raw.time));
  }

  private catchUp(): void {
    this.isBehind = false;
    this.isComplete = false;
    this.stop();
    this.follow(this.container).catch(() => {});
  }
}

/** Of two times in the engine's form. */
function later(one: string, other: string): string {
  return [one, other].sort()[1] as string;
}
