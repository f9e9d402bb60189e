import type { LocalTrace, Span } from "./span.ts";

const MAX_TRACES = 1000;
const MAX_SPANS = 200;

/** What is known of a trace when its first span in this process starts. */
export type TraceOptions = Omit<LocalTrace, "timeOriginMs" | "onEnd">;

/**
 * Tail sampling: keeps a trace with an error even if head sampling did not choose it. Holds its
 * spans until this process's first span of the trace ends, then keeps all if one has failed, or
 * drops all. Drops the oldest of more than 1000 open traces, and the first of more than 200 spans
 * in one.
 */
export class TailSampler {
  private readonly open = new Set<HeldTrace>();

  /** @param keep exports a span that has ended */
  constructor(private readonly keep: (span: Span) => void) {}

  start(options: TraceOptions): LocalTrace {
    const timeOriginMs = Date.now() - performance.now();
    if (options.isSampled) return { ...options, timeOriginMs, onEnd: this.keep };
    const trace = new HeldTrace(options, timeOriginMs, this.keep, this.open);
    this.open.add(trace);
    if (this.open.size > MAX_TRACES) {
      const [oldest] = this.open;
      oldest?.drop();
    }
    return trace;
  }
}

class HeldTrace implements LocalTrace {
  readonly isSampled = false;
  readonly traceId: string;
  readonly remoteParentId?: string;
  private spans: Span[] = [];
  private hasFailed = false;
  private isOver = false;

  constructor(
    { traceId, remoteParentId }: TraceOptions,
    readonly timeOriginMs: number,
    private readonly keep: (span: Span) => void,
    private readonly open: Set<HeldTrace>,
  ) {
    this.traceId = traceId;
    this.remoteParentId = remoteParentId;
  }

  onEnd(span: Span): void {
    this.spans.push(span);
    if (this.spans.length > MAX_SPANS) this.spans.shift();
    if (span.failure !== undefined) this.hasFailed = true;
    if (span.parent === undefined) this.isOver = this.open.delete(this) || this.isOver;
    if (this.isOver) this.decide();
  }

  drop(): void {
    this.isOver = true;
    this.spans = [];
    this.open.delete(this);
  }

  private decide(): void {
    if (this.hasFailed) for (const span of this.spans) this.keep(span);
    this.spans = [];
  }
}
