import type { Attributes, SpanKind } from "@opentelemetry/api";
import { RandomIdGenerator } from "@opentelemetry/sdk-trace-node";
import type { Peer } from "./peer.ts";

/** What is known of a span when it starts. */
export interface SpanOptions {
  /** Short, and of low cardinality. */
  readonly name: () => string;
  /** @default SpanKind.CLIENT */
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** The server that receives or sends the request or message. */
  readonly peer?: Peer;
}

/** The part of a trace that this process records. */
export interface LocalTrace {
  readonly traceId: string;
  /** The parent span in another process. @default - the trace starts here */
  readonly remoteParentId?: string;
  readonly isSampled: boolean;
  /** Add it to `performance.now()` for the time since 1970, in ms. */
  readonly timeOriginMs: number;
  /** Called with each span that has ended. */
  onEnd(span: Span): void;
}

const ids = new RandomIdGenerator();

/** A span. Most are not sampled, so its id and OpenTelemetry's form of it are created on demand. */
export class Span {
  /** By `performance.now()`. */
  readonly startedAt = performance.now();
  endedAt = 0;
  /** Why it failed. */
  failure?: string;
  /** Attributes that are known at its end. */
  outcome?: Attributes;
  private generatedId?: string;

  /** @param parent @default - none in this process */
  constructor(
    readonly trace: LocalTrace,
    readonly options: SpanOptions,
    readonly parent?: Span,
  ) {}

  get traceId(): string {
    return this.trace.traceId;
  }

  get id(): string {
    this.generatedId ??= ids.generateSpanId();
    return this.generatedId;
  }

  /** The trace context to propagate to other processes (W3C Trace Context). */
  get traceparent(): string {
    return `00-${this.traceId}-${this.id}-${this.trace.isSampled ? "01" : "00"}`;
  }

  fail(error: unknown): void {
    this.failure = reasonOf(error);
  }

  end(outcome?: Attributes): void {
    this.endedAt = performance.now();
    this.outcome = outcome;
    this.trace.onEnd(this);
  }
}

/** The error's code if it has one: unlike a database's message, it quotes no personal data. */
function reasonOf(error: unknown): string {
  if (typeof error === "string") return error;
  const { cause, code, message } = error as Error & { code?: unknown };
  const inner = (cause as { code?: unknown } | undefined)?.code;
  return `${code || inner || message || "failed"}`.slice(0, 100);
}
