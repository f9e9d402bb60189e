import {
  type Attributes,
  type Context,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type SpanExporter,
} from "@opentelemetry/sdk-trace-node";
import { FailedTraces } from "./failed-traces.ts";
import type { Peer } from "./peer.ts";
import { ShareOfReads } from "./share-of-reads.ts";

/** What can't be sent is kept up to that many spans, and later ones are dropped. */
const mostWaitingSpans = 2048;
const pauseMilliseconds = 1000;
const exportMilliseconds = 5000;

export interface TracingOptions {
  readonly exporter: SpanExporter;
  /** Which share of the traces that reads begin is kept, from 0 to 1. */
  readonly share: number;
  /** Whether it is decided here which traces are kept, or by those who ask. */
  readonly decides: boolean;
}

/** What to begin. */
export interface StepOptions {
  /** Short, one of few. */
  readonly name: () => string;
  /** @default SpanKind.CLIENT */
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** Who is asked, or who asks: another server. */
  readonly peer?: Peer;
  /** The other process's step (`traceparent`) that it belongs to. @default - what is under way here */
  readonly parent?: string;
  /** Whether it begins a trace where it belongs to none; else there is none of it. */
  readonly mayBegin?: boolean;
}

let provider: NodeTracerProvider | undefined;
let tracer: Tracer | undefined;

/** Makes spans from now on. Without it nothing here does anything. */
export function startTracing({ exporter, share, decides }: TracingOptions): void {
  const batches = new BatchSpanProcessor(exporter, {
    maxQueueSize: mostWaitingSpans,
    scheduledDelayMillis: pauseMilliseconds,
    exportTimeoutMillis: exportMilliseconds,
  });
  provider = new NodeTracerProvider({
    sampler: new ShareOfReads(share, decides),
    spanProcessors: [new FailedTraces(batches)],
  });
  // who is told of a trace is told by hand
  provider.register({ propagator: null });
  tracer = provider.getTracer("shop");
}

/** Sends what was not yet sent. */
export async function flushTraces(): Promise<void> {
  await provider?.forceFlush().catch(() => undefined);
}

export async function stopTracing(): Promise<void> {
  await flushTraces();
  provider = undefined;
  tracer = undefined;
  trace.disable();
  context.disable();
}

/** Something that a trace shows, with its beginning and end. */
export class Step {
  constructor(
    private readonly span: Span,
    private readonly around: Context,
  ) {}

  get traceId(): string {
    return this.span.spanContext().traceId;
  }

  /** How other processes are told of it. */
  get traceparent(): string {
    return traceparentOf(this.span);
  }

  /** Does work whose steps belong to this one. */
  run<T>(work: () => T): T {
    return context.with(trace.setSpan(this.around, this.span), work);
  }

  fail(error: unknown): void {
    this.span.setStatus({ code: SpanStatusCode.ERROR, message: reasonOf(error) });
  }

  end(attributes: Attributes = {}): void {
    this.span.setAttributes(attributes).end();
  }
}

/** Begins a step; undefined without tracing, and for what belongs to no trace. */
export function beginStep(options: StepOptions): Step | undefined {
  if (tracer === undefined) return undefined;
  const around = contextOf(options);
  if (!options.mayBegin && trace.getSpan(around) === undefined) return undefined;
  const { name, kind = SpanKind.CLIENT, peer, attributes } = options;
  const span = tracer.startSpan(name(), { kind, attributes }, around);
  if (peer !== undefined) span.setAttribute("peer.service", peer);
  return new Step(span, around);
}

function contextOf({ parent, mayBegin }: StepOptions): Context {
  if (parent !== undefined) return contextIn(parent);
  return mayBegin ? ROOT_CONTEXT : context.active();
}

/** @param traceparent one that `traceparentIn` has found to be sane */
function contextIn(traceparent: string): Context {
  const [, traceId = "", spanId = "", flags = ""] = traceparent.split("-");
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
}

/** Short, and without anybody's data: a database's message may quote some, its code does not. */
function reasonOf(error: unknown): string {
  if (typeof error === "string") return error;
  const { cause, code, message } = error as Error & { code?: unknown };
  const inner = (cause as { code?: unknown } | undefined)?.code;
  return `${code || inner || message || "failed"}`.slice(0, 100);
}
