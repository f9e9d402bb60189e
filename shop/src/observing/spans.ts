import {
  type Context,
  type HrTime,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type IdGenerator,
  type SpanExporter,
} from "@opentelemetry/sdk-trace-node";
import type { Step } from "./step.ts";

/** What can't be sent is kept up to that many spans, and later ones are dropped. */
const mostWaitingSpans = 2048;
const pauseMilliseconds = 1000;
const exportMilliseconds = 5000;

/**
 * Makes spans of steps that have ended, and sends them in batches. OpenTelemetry's SDK makes no other
 * spans: its own way from span to span, Node's `AsyncLocalStorage`, costs time at each promise.
 */
export class Spans {
  private readonly ids = new GivenIds();
  private readonly provider: BasicTracerProvider;
  private readonly tracer: Tracer;

  constructor(exporter: SpanExporter) {
    const batches = new BatchSpanProcessor(exporter, {
      maxQueueSize: mostWaitingSpans,
      scheduledDelayMillis: pauseMilliseconds,
      exportTimeoutMillis: exportMilliseconds,
    });
    this.provider = new BasicTracerProvider({ idGenerator: this.ids, spanProcessors: [batches] });
    this.tracer = this.provider.getTracer("shop");
  }

  add(step: Step): void {
    const { part, options, failure } = step;
    const { kind = SpanKind.CLIENT, peer } = options;
    const attributes = {
      ...options.attributes,
      ...(peer !== undefined && { "peer.service": peer }),
      ...step.outcome,
    };
    const startTime = time(part.clock + step.beganAt);
    this.ids.of = step;
    const span = this.tracer.startSpan(
      options.name(),
      { kind, attributes, startTime },
      around(step),
    );
    if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
    span.end(time(part.clock + step.endedAt));
  }

  /** Sends what was not yet sent. */
  async flush(): Promise<void> {
    await this.provider.forceFlush().catch(() => undefined);
  }
}

/** A span has the ids of its step, which others may have been told. */
class GivenIds implements IdGenerator {
  of?: Pick<Step, "traceId" | "id">;

  generateTraceId(): string {
    return this.of?.traceId ?? "";
  }

  generateSpanId(): string {
    return this.of?.id ?? "";
  }
}

/** What the step belongs to. All that come here are kept. */
function around({ traceId, within, part }: Step): Context {
  const spanId = within?.id ?? part.parentId;
  if (spanId === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: TraceFlags.SAMPLED });
}

/** @param milliseconds since 1970 */
function time(milliseconds: number): HrTime {
  return [Math.floor(milliseconds / 1000), Math.floor((milliseconds % 1000) * 1_000_000)];
}
