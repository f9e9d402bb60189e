import { Agent, request } from "node:http";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { ExportResultCode, hrTimeToMicroseconds } from "@opentelemetry/core";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-node";

type Done = Parameters<SpanExporter["export"]>[1];

const REQUEST_TIMEOUT_MS = 4000;

/**
 * Exports spans to Zipkin, which does not accept OTLP: one batch in flight, on one connection. A
 * batch that Zipkin does not accept is dropped, without a retry.
 */
export class ZipkinExporter implements SpanExporter {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1, maxFreeSockets: 1 });

  /** @param url Zipkin's: `http://traces:9411` */
  constructor(private readonly url: string) {}

  export(spans: ReadableSpan[], done: Done): void {
    this.send(JSON.stringify(spans.map(toZipkin))).then(
      () => done({ code: ExportResultCode.SUCCESS }),
      (error: Error) => done({ code: ExportResultCode.FAILED, error }),
    );
  }

  async shutdown(): Promise<void> {
    this.agent.destroy();
  }

  private send(body: string): Promise<void> {
    const url = new URL("/api/v2/spans", this.url);
    const headers = { "content-type": "application/json" };
    return new Promise((resolve, reject) => {
      const sent = request(url, { method: "POST", headers, agent: this.agent }, (response) => {
        response.resume();
        response.once("error", reject);
        response.once("end", () => {
          const { statusCode = 0 } = response;
          if (statusCode < 300) resolve();
          else reject(new Error(`answered ${statusCode}`));
        });
      });
      sent.once("error", reject);
      sent.setTimeout(REQUEST_TIMEOUT_MS, () => {
        sent.destroy(new Error(`did not answer within ${REQUEST_TIMEOUT_MS / 1000} s`));
      });
      sent.end(body);
    });
  }
}

/** Zipkin's span kinds; it has none for spans inside a process. */
const KINDS: Readonly<Partial<Record<SpanKind, string>>> = {
  [SpanKind.CLIENT]: "CLIENT",
  [SpanKind.CONSUMER]: "CONSUMER",
  [SpanKind.PRODUCER]: "PRODUCER",
  [SpanKind.SERVER]: "SERVER",
};

/** A span in Zipkin's format (version 2): times in microseconds, all tags as text. */
export function toZipkin(span: ReadableSpan): object {
  const { name, kind, attributes, status, parentSpanContext, resource } = span;
  const { traceId, spanId } = span.spanContext();
  const { "peer.service": peer } = attributes;
  const tags: Record<string, string> = { server: `${resource.attributes["service.instance.id"]}` };
  for (const key in attributes) if (key !== "peer.service") tags[key] = String(attributes[key]);
  if (status.code === SpanStatusCode.ERROR) tags.error = status.message || "failed";
  return {
    traceId,
    id: spanId,
    parentId: parentSpanContext?.spanId,
    name,
    kind: KINDS[kind],
    timestamp: Math.round(hrTimeToMicroseconds(span.startTime)),
    duration: Math.max(1, Math.round(hrTimeToMicroseconds(span.duration))),
    localEndpoint: { serviceName: resource.attributes["service.name"] },
    remoteEndpoint: peer === undefined ? undefined : { serviceName: String(peer) },
    tags,
  };
}
