import {
  type Attributes,
  type Context,
  isSpanContextValid,
  SpanKind,
  TraceFlags,
  trace,
} from "@opentelemetry/api";
import {
  type Sampler,
  SamplingDecision,
  type SamplingResult,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace-node";

/**
 * Keeps a share of the traces that reads begin, the same on all servers for the same trace, and all
 * others. What belongs to a trace that is not kept is recorded all the same: it may fail.
 */
export class ShareOfReads implements Sampler {
  private readonly reads: TraceIdRatioBasedSampler;

  /** @param decides whether requests are decided upon here, or as those who ask have decided */
  constructor(
    private readonly share: number,
    private readonly decides: boolean,
  ) {
    this.reads = new TraceIdRatioBasedSampler(share);
  }

  shouldSample(
    around: Context,
    traceId: string,
    _name: string,
    kind: SpanKind,
    attributes: Attributes,
  ): SamplingResult {
    const parent = trace.getSpanContext(around);
    const hasParent = parent !== undefined && isSpanContextValid(parent);
    const isDecided = hasParent && !(this.decides && kind === SpanKind.SERVER);
    const isKept = isDecided
      ? (parent.traceFlags & TraceFlags.SAMPLED) !== 0
      : !isRead(attributes) || this.isInShare(traceId);
    return { decision: isKept ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.RECORD };
  }

  toString(): string {
    return `ShareOfReads{${this.share}}`;
  }

  private isInShare(traceId: string): boolean {
    const { decision } = this.reads.shouldSample(undefined, traceId);
    return decision === SamplingDecision.RECORD_AND_SAMPLED;
  }
}

function isRead({ "http.request.method": method }: Attributes): boolean {
  return method === "GET" || method === "HEAD";
}
