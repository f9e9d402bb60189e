import { type SpanContext, SpanKind, TraceFlags } from "@opentelemetry/api";
import { SamplingDecision, TraceIdRatioBasedSampler } from "@opentelemetry/sdk-trace-node";
import type { StepOptions } from "./step.ts";

/**
 * Keeps a share of the traces that reads begin, the same on all servers for the same trace, and all
 * others.
 */
export class ShareOfReads {
  private readonly reads: TraceIdRatioBasedSampler;

  /** @param decides whether requests are decided upon here, or as those who ask have decided */
  constructor(
    share: number,
    private readonly decides: boolean,
  ) {
    this.reads = new TraceIdRatioBasedSampler(share);
  }

  /** Whether a trace that has come to this process, or begins here, with such a step is kept. */
  keeps(traceId: string, first: StepOptions, parent: SpanContext | null): boolean {
    const isDecided = parent !== null && !(this.decides && first.kind === SpanKind.SERVER);
    if (isDecided) return (parent.traceFlags & TraceFlags.SAMPLED) !== 0;
    return !isRead(first) || this.isInShare(traceId);
  }

  private isInShare(traceId: string): boolean {
    const { decision } = this.reads.shouldSample(undefined, traceId);
    return decision === SamplingDecision.RECORD_AND_SAMPLED;
  }
}

function isRead({ attributes: { "http.request.method": method } = {} }: StepOptions): boolean {
  return method === "GET" || method === "HEAD";
}
