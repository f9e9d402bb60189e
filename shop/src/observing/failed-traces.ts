import { type Context, SpanStatusCode, TraceFlags, trace } from "@opentelemetry/api";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace-node";

const mostTraces = 1000;
const mostSpans = 200;

/** What this process has done for a trace that is not kept, unless it fails. */
interface Held {
  /** With its end it is known whether it failed. */
  readonly root: object;
  spans: ReadableSpan[];
  hasFailed: boolean;
  isOver: boolean;
}

/**
 * Passes on what is kept, and holds the rest of a trace until this process's first span of it ends:
 * then it is passed on if anything of it has failed, and else dropped. Of more than a thousand traces
 * at once the oldest are dropped, of more than 200 spans of one the first.
 */
export class FailedTraces implements SpanProcessor {
  private readonly heldOf = new WeakMap<object, Held>();
  private readonly underway = new Set<Held>();

  constructor(private readonly next: SpanProcessor) {}

  onStart(span: Span, around: Context): void {
    this.next.onStart(span, around);
    if (isSampled(span)) return;
    const parent = trace.getSpan(around);
    const known = parent && this.heldOf.get(parent);
    this.heldOf.set(span, known ?? this.hold(span));
  }

  onEnd(span: ReadableSpan): void {
    const held = this.heldOf.get(span);
    if (held === undefined) this.next.onEnd(span);
    else this.end(span, held);
  }

  forceFlush(): Promise<void> {
    return this.next.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.next.shutdown();
  }

  private end(span: ReadableSpan, held: Held): void {
    held.spans.push(span);
    if (held.spans.length > mostSpans) held.spans.shift();
    held.hasFailed ||= span.status.code === SpanStatusCode.ERROR;
    if (held.root === span) {
      held.isOver = true;
      this.underway.delete(held);
    }
    if (held.isOver) this.decide(held);
  }

  private hold(root: object): Held {
    const held = { root, spans: [], hasFailed: false, isOver: false };
    this.underway.add(held);
    const [oldest] = this.underway;
    if (oldest && this.underway.size > mostTraces) {
      oldest.isOver = true;
      oldest.spans = [];
      this.underway.delete(oldest);
    }
    return held;
  }

  private decide(held: Held): void {
    if (held.hasFailed) for (const span of held.spans) this.next.onEnd(asSampled(span));
    held.spans = [];
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
