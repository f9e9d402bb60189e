import { parseTraceParent } from "@opentelemetry/core";
import type { Resource } from "@opentelemetry/resources";
import { RandomIdGenerator, type SpanExporter } from "@opentelemetry/sdk-trace-node";
import { ShareOfReads } from "./share-of-reads.ts";
import { Spans } from "./spans.ts";
import { Step, type StepOptions } from "./step.ts";
import { Traces } from "./traces.ts";

export interface TracingOptions {
  /** Each sends all spans, and none waits for another. */
  readonly exporters: readonly SpanExporter[];
  /** The program, as the spans name it. */
  readonly resource: Resource;
  /** Which share of the traces that reads begin is kept, from 0 to 1. */
  readonly share: number;
  /** Whether it is decided here which traces are kept, or by those who ask. */
  readonly decides: boolean;
}

/** What to begin. */
export interface NewStep extends StepOptions {
  /** The step of this process that it belongs to. @default - none */
  readonly within?: Step;
  /** The other process's step (`traceparent`) that it belongs to. @default - none */
  readonly parent?: string;
  /** Whether it begins a trace where it belongs to none; else there is none of it. */
  readonly mayBegin?: boolean;
}

interface Tracing {
  readonly sampler: ShareOfReads;
  readonly spans: Spans;
  readonly traces: Traces;
}

const ids = new RandomIdGenerator();
let tracing: Tracing | undefined;

/** Makes spans from now on. Without it nothing here does anything. */
export function startTracing({ exporters, resource, share, decides }: TracingOptions): void {
  const spans = new Spans(exporters, resource);
  const traces = new Traces((step) => spans.add(step));
  tracing = { sampler: new ShareOfReads(share, decides), spans, traces };
}

/** Sends what was not yet sent. */
export async function flushTraces(): Promise<void> {
  await tracing?.spans.flush();
}

export async function stopTracing(): Promise<void> {
  await flushTraces();
  tracing = undefined;
}

/** Begins a step; undefined without tracing, and for what belongs to no trace. */
export function beginStep(options: NewStep): Step | undefined {
  if (tracing === undefined) return undefined;
  const { within, parent, mayBegin } = options;
  if (within !== undefined) return new Step(within.part, options, within);
  if (parent === undefined && !mayBegin) return undefined;
  return new Step(begin(tracing, options), options);
}

function begin({ sampler, traces }: Tracing, first: NewStep) {
  const parent = first.parent === undefined ? null : parseTraceParent(first.parent);
  const traceId = parent?.traceId ?? ids.generateTraceId();
  const isSampled = sampler.keeps(traceId, first, parent);
  return traces.begin({ traceId, parentId: parent?.spanId, isSampled });
}
