import {
  type Attributes,
  type HrTime,
  type SpanContext,
  SpanKind,
  type SpanStatus,
  SpanStatusCode,
  TraceFlags,
} from "@opentelemetry/api";
import { millisToHrTime } from "@opentelemetry/core";
import type { Resource } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
} from "@opentelemetry/sdk-trace-node";
import type { Span } from "./span.ts";

/** Spans that wait for their export; further ones are dropped. */
const MAX_QUEUE_SIZE = 2048;
const EXPORT_INTERVAL_MS = 3000;

/** Exports spans that have ended, in batches. Each exporter has its own queue. */
export class SpanBatches {
  private readonly batches: readonly BatchSpanProcessor[];

  constructor(
    exporters: readonly SpanExporter[],
    private readonly resource: Resource,
  ) {
    this.batches = exporters.map(
      (exporter) =>
        new BatchSpanProcessor(exporter, {
          maxQueueSize: MAX_QUEUE_SIZE,
          scheduledDelayMillis: EXPORT_INTERVAL_MS,
        }),
    );
  }

  add(span: Span): void {
    const exported = new ExportedSpan(span, this.resource);
    for (const each of this.batches) each.onEnd(exported);
  }

  /** Exports the spans that wait. */
  async flush(): Promise<void> {
    await Promise.allSettled(this.batches.map((each) => each.forceFlush()));
  }
}

const NONE: never[] = [];
const SCOPE = { name: "shop" };

/** A span in OpenTelemetry's form. */
class ExportedSpan implements ReadableSpan {
  readonly ended = true;
  readonly events = NONE;
  readonly links = NONE;
  readonly droppedAttributesCount = 0;
  readonly droppedEventsCount = 0;
  readonly droppedLinksCount = 0;
  readonly instrumentationScope = SCOPE;
  readonly kind: SpanKind;

  constructor(
    private readonly span: Span,
    readonly resource: Resource,
  ) {
    this.kind = span.options.kind ?? SpanKind.CLIENT;
  }

  get name(): string {
    return this.span.options.name();
  }

  get attributes(): Attributes {
    const { options, outcome } = this.span;
    const { attributes, peer } = options;
    return { ...attributes, ...(peer !== undefined && { "peer.service": peer }), ...outcome };
  }

  get status(): SpanStatus {
    const { failure: message } = this.span;
    if (message === undefined) return { code: SpanStatusCode.UNSET };
    return { code: SpanStatusCode.ERROR, message };
  }

  get parentSpanContext(): SpanContext | undefined {
    const { trace, parent } = this.span;
    const id = parent?.id ?? trace.remoteParentId;
    return id === undefined ? undefined : contextOf(trace.traceId, id);
  }

  spanContext(): SpanContext {
    return contextOf(this.span.traceId, this.span.id);
  }

  get startTime(): HrTime {
    return millisToHrTime(this.span.trace.timeOriginMs + this.span.startedAt);
  }

  get endTime(): HrTime {
    return millisToHrTime(this.span.trace.timeOriginMs + this.span.endedAt);
  }

  get duration(): HrTime {
    return millisToHrTime(this.span.endedAt - this.span.startedAt);
  }
}

/** Only sampled spans are exported. */
function contextOf(traceId: string, spanId: string): SpanContext {
  return { traceId, spanId, traceFlags: TraceFlags.SAMPLED };
}
