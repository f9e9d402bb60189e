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
import type { Step } from "./step.ts";

/** What can't be sent is kept up to that many spans, and later ones are dropped. */
const mostWaitingSpans = 2048;
const pauseMilliseconds = 3000;

/** Makes OpenTelemetry's spans of steps that have ended and are kept, and sends them in batches. */
export class Spans {
  private readonly batches: readonly BatchSpanProcessor[];

  constructor(
    exporters: readonly SpanExporter[],
    private readonly resource: Resource,
  ) {
    this.batches = exporters.map(
      (exporter) =>
        new BatchSpanProcessor(exporter, {
          maxQueueSize: mostWaitingSpans,
          scheduledDelayMillis: pauseMilliseconds,
        }),
    );
  }

  add(step: Step): void {
    const span = new StepSpan(step, this.resource);
    for (const each of this.batches) each.onEnd(span);
  }

  /** Sends what was not yet sent. */
  async flush(): Promise<void> {
    await Promise.allSettled(this.batches.map((each) => each.forceFlush()));
  }
}

const none: never[] = [];
const scope = { name: "shop" };

/** What an exporter is shown of a step. */
class StepSpan implements ReadableSpan {
  readonly ended = true;
  readonly events = none;
  readonly links = none;
  readonly droppedAttributesCount = 0;
  readonly droppedEventsCount = 0;
  readonly droppedLinksCount = 0;
  readonly instrumentationScope = scope;
  readonly kind: SpanKind;

  constructor(
    private readonly step: Step,
    readonly resource: Resource,
  ) {
    this.kind = step.options.kind ?? SpanKind.CLIENT;
  }

  get name(): string {
    return this.step.options.name();
  }

  get attributes(): Attributes {
    const { options, outcome } = this.step;
    const { attributes, peer } = options;
    return { ...attributes, ...(peer !== undefined && { "peer.service": peer }), ...outcome };
  }

  get status(): SpanStatus {
    const { failure: message } = this.step;
    if (message === undefined) return { code: SpanStatusCode.UNSET };
    return { code: SpanStatusCode.ERROR, message };
  }

  get parentSpanContext(): SpanContext | undefined {
    const { part, within } = this.step;
    const id = within?.id ?? part.parentId;
    return id === undefined ? undefined : contextOf(part.traceId, id);
  }

  spanContext(): SpanContext {
    return contextOf(this.step.traceId, this.step.id);
  }

  get startTime(): HrTime {
    return millisToHrTime(this.step.part.clock + this.step.beganAt);
  }

  get endTime(): HrTime {
    return millisToHrTime(this.step.part.clock + this.step.endedAt);
  }

  get duration(): HrTime {
    return millisToHrTime(this.step.endedAt - this.step.beganAt);
  }
}

/** All that become spans are kept. */
function contextOf(traceId: string, spanId: string): SpanContext {
  return { traceId, spanId, traceFlags: TraceFlags.SAMPLED };
}
