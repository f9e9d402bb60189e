import { type Context, SpanStatusCode, TraceFlags, trace } from "@opentelemetry/api";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace-node";

const mostTraces = 1000;
const mostSpans = 200;

/** A span keeps it itself: a WeakMap of all spans costs the garbage collector twice as much as they do. */
const held = Symbol("held");

/** What this process has done for a trace that is not kept, unless it fails. */
interface Held {
  /** With its end it is known whether it failed. */
  readonly root: object;
  spans: ReadableSpan[];
  hasFailed: boolean;
  isOver: boolean;
}

interface Holding {
  [held]?: Held;
}

/**
 * Passes on what is kept, and holds the rest of a trace until this process's first span of it ends:
 * then it is passed on if anything of it has failed, and else dropped. Of more than a thousand traces
 * at once the oldest are dropped, of more than 200 spans of one the first.
 */
export class FailedTraces implements SpanProcessor {
  private readonly underway = new Set<Held>();

  constructor(private readonly next: SpanProcessor) {}

  onStart(span: Span, around: Context): void {
    this.next.onStart(span, around);
    if (isSampled(span)) return;
    const parent = trace.getSpan(around);
    (span as Holding)[held] = (parent as Holding | undefined)?.[held] ?? this.hold(span);
  }

  onEnd(span: ReadableSpan): void {
    const whole = (span as Holding)[held];
    if (whole === undefined) this.next.onEnd(span);
    else this.end(span, whole);
  }

  forceFlush(): Promise<void> {
    return this.next.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.next.shutdown();
  }

  private end(span: ReadableSpan, whole: Held): void {
    whole.spans.push(span);
    if (whole.spans.length > mostSpans) whole.spans.shift();
    whole.hasFailed ||= span.status.code === SpanStatusCode.ERROR;
    if (whole.root === span) {
      whole.isOver = true;
      this.underway.delete(whole);
    }
    if (whole.isOver) this.decide(whole);
  }

  private hold(root: object): Held {
    const whole: Held = { root, spans: [], hasFailed: false, isOver: false };
    this.underway.add(whole);
    if (this.underway.size > mostTraces) this.dropOldest();
    return whole;
  }

  private dropOldest(): void {
    const [oldest] = this.underway;
    if (oldest === undefined) return;
    oldest.isOver = true;
    oldest.spans = [];
    this.underway.delete(oldest);
  }

  private decide(whole: Held): void {
    if (whole.hasFailed) for (const span of whole.spans) this.next.onEnd(asSampled(span));
    whole.spans = [];
  }
}

function isSampled(span: Pick<ReadableSpan, "spanContext">): boolean {
  return (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
}

/** The span as one that is passed on: others would be dropped. */
function asSampled(span: ReadableSpan): ReadableSpan {
  const spanContext = { ...span.spanContext(), traceFlags: TraceFlags.SAMPLED };
  return Object.create(span, { spanContext: { value: () => spanContext } });
}
