import { type SpanContext, SpanKind, TraceFlags } from "@opentelemetry/api";
import { SamplingDecision, TraceIdRatioBasedSampler } from "@opentelemetry/sdk-trace-node";
import type { SpanOptions } from "./span.ts";

/**
 * Head sampling: samples a share of the traces that start with a read, and all others. The trace id
 * decides, so all servers decide alike.
 */
export class HeadSampler {
  private readonly reads: TraceIdRatioBasedSampler;

  /** @param decidesSampling for requests; otherwise it follows the caller's sampled flag */
  constructor(
    share: number,
    private readonly decidesSampling: boolean,
  ) {
    this.reads = new TraceIdRatioBasedSampler(share);
  }

  /**
   * Whether a trace is sampled.
   * @param first its first span in this process
   * @param parent the parent of that span, in another process
   */
  isSampled(traceId: string, first: SpanOptions, parent: SpanContext | null): boolean {
    const isDecided = parent !== null && !(this.decidesSampling && first.kind === SpanKind.SERVER);
    if (isDecided) return (parent.traceFlags & TraceFlags.SAMPLED) !== 0;
    return !isRead(first) || this.isInShare(traceId);
  }

  private isInShare(traceId: string): boolean {
    const { decision } = this.reads.shouldSample(undefined, traceId);
    return decision === SamplingDecision.RECORD_AND_SAMPLED;
  }
}

function isRead({ attributes: { "http.request.method": method } = {} }: SpanOptions): boolean {
  return method === "GET" || method === "HEAD";
}
