import type { Attributes, SpanKind } from "@opentelemetry/api";
import { RandomIdGenerator } from "@opentelemetry/sdk-trace-node";
import type { Peer } from "./peer.ts";

/** What is known of a step at its beginning. */
export interface StepOptions {
  /** Short, one of few. */
  readonly name: () => string;
  /** @default SpanKind.CLIENT */
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** Who is asked, or who asks: another server. */
  readonly peer?: Peer;
}

/** What this process does for one trace. */
export interface Part {
  readonly traceId: string;
  /** The other process's span that it belongs to. @default - the trace begins here */
  readonly parentId?: string;
  readonly isSampled: boolean;
  /** What `performance.now()` is less than the time since 1970, in ms. */
  readonly clock: number;
  /** Told of each step at its end. */
  end(step: Step): void;
}

const ids = new RandomIdGenerator();

/**
 * Something that a trace shows, with its beginning and end. Most are never looked at: what costs time
 * is left to those who keep it.
 */
export class Step {
  /** By `performance.now()`. */
  readonly beganAt = performance.now();
  endedAt = 0;
  /** Why it failed. */
  failure?: string;
  /** What is known since its end. */
  outcome?: Attributes;
  private knownId?: string;

  /** @param within @default - it is this process's first */
  constructor(
    readonly part: Part,
    readonly options: StepOptions,
    readonly within?: Step,
  ) {}

  get traceId(): string {
    return this.part.traceId;
  }

  get id(): string {
    this.knownId ??= ids.generateSpanId();
    return this.knownId;
  }

  /** How other processes are told of it (W3C Trace Context). */
  get traceparent(): string {
    return `00-${this.traceId}-${this.id}-${this.part.isSampled ? "01" : "00"}`;
  }

  fail(error: unknown): void {
    this.failure = reasonOf(error);
  }

  end(outcome?: Attributes): void {
    this.endedAt = performance.now();
    this.outcome = outcome;
    this.part.end(this);
  }
}

/** Short, and without anybody's data: a database's message may quote some, its code does not. */
function reasonOf(error: unknown): string {
  if (typeof error === "string") return error;
  const { cause, code, message } = error as Error & { code?: unknown };
  const inner = (cause as { code?: unknown } | undefined)?.code;
  return `${code || inner || message || "failed"}`.slice(0, 100);
}
