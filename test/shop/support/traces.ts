import { SpanKind, type SpanStatusCode } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { InMemorySpanExporter, type ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { onTestFinished } from "vitest";
import { startMetrics, stopMetrics } from "../../../shop/src/observing/metrics.ts";
import {
  flushTraces,
  startTracing,
  stopTracing,
  type TracingOptions,
} from "../../../shop/src/observing/tracing.ts";

/** The fields of a span that tests check. */
export interface ExportedSpan {
  readonly name: string;
  readonly kind: string;
  readonly traceId: string;
  readonly id: string;
  readonly parent: string | undefined;
  readonly peer: unknown;
  readonly status: SpanStatusCode;
  readonly attributes: ReadableSpan["attributes"];
}

/** Traces until the test ends. @returns the spans that were exported so far */
export function traced(options: Partial<TracingOptions> = {}): () => Promise<ExportedSpan[]> {
  const exporter = new InMemorySpanExporter();
  onTestFinished(stopTracing);
  startTracing({
    exporters: [exporter],
    resource: resourceFromAttributes({ "service.name": "app", "service.instance.id": "app-1" }),
    share: 1,
    decidesSampling: true,
    ...options,
  });
  return async () => {
    await flushTraces();
    return exporter.getFinishedSpans().map((span) => ({
      name: span.name,
      kind: SpanKind[span.kind],
      traceId: span.spanContext().traceId,
      id: span.spanContext().spanId,
      parent: span.parentSpanContext?.spanId,
      peer: span.attributes["peer.service"],
      status: span.status.code,
      attributes: span.attributes,
    }));
  };
}

/** Records metrics until the test ends. @returns the lines of a scrape that contain a text */
export function measured(): (text: string) => Promise<string[]> {
  const { registry } = startMetrics("app-1");
  onTestFinished(stopMetrics);
  return async (text) => {
    const lines = (await registry.metrics()).split("\n");
    return lines.filter((line) => !line.startsWith("#") && line.includes(text));
  };
}
