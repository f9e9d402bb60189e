import { parseTraceParent } from "@opentelemetry/core";
import type { Resource } from "@opentelemetry/resources";
import { RandomIdGenerator, type SpanExporter } from "@opentelemetry/sdk-trace-node";
import { HeadSampler } from "./head-sampler.ts";
import { Span, type SpanOptions } from "./span.ts";
import { SpanBatches } from "./span-batches.ts";
import { TailSampler } from "./tail-sampler.ts";

export interface TracingOptions {
  /** Each exports all spans, independently of the others. */
  readonly exporters: readonly SpanExporter[];
  /** Attributes of the program. */
  readonly resource: Resource;
  /** Sampling ratio of traces that start with a read, from 0 to 1. */
  readonly share: number;
  /** Whether this process decides which requests are sampled, or follows its callers. */
  readonly decidesSampling: boolean;
}

/** A span to start. */
export interface NewSpan extends SpanOptions {
  /** @default - none in this process */
  readonly parent?: Span;
  /** Trace context of the parent in another process (`traceparent`). @default - none */
  readonly remoteParent?: string;
  /** Whether it starts a trace if it has no parent. @default false */
  readonly startsTrace?: boolean;
}

interface Tracing {
  readonly headSampler: HeadSampler;
  readonly tailSampler: TailSampler;
  readonly batches: SpanBatches;
}

const ids = new RandomIdGenerator();
let tracing: Tracing | undefined;

/** Creates spans from now on; before, `startSpan` returns undefined. */
export function startTracing(options: TracingOptions): void {
  const { exporters, resource, share, decidesSampling } = options;
  const batches = new SpanBatches(exporters, resource);
  const tailSampler = new TailSampler((span) => batches.add(span));
  tracing = { headSampler: new HeadSampler(share, decidesSampling), tailSampler, batches };
}

/** Exports the spans that wait. */
export async function flushTraces(): Promise<void> {
  await tracing?.batches.flush();
}

export async function stopTracing(): Promise<void> {
  await flushTraces();
  tracing = undefined;
}

/** Starts a span; undefined without tracing, or without a trace that it belongs to. */
export function startSpan(options: NewSpan): Span | undefined {
  if (tracing === undefined) return undefined;
  const { parent, remoteParent, startsTrace } = options;
  if (parent !== undefined) return new Span(parent.trace, options, parent);
  if (remoteParent === undefined && !startsTrace) return undefined;
  return new Span(startTrace(tracing, options), options);
}

function startTrace({ headSampler, tailSampler }: Tracing, first: NewSpan) {
  const { remoteParent } = first;
  const parent = remoteParent === undefined ? null : parseTraceParent(remoteParent);
  const traceId = parent?.traceId ?? ids.generateTraceId();
  const isSampled = headSampler.isSampled(traceId, first, parent);
  return tailSampler.start({ traceId, remoteParentId: parent?.spanId, isSampled });
}
