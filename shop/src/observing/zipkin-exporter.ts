import { Agent, request } from "node:http";
import { type HrTime, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-node";
import type { Log } from "../../../programs/log.ts";
import { SeldomSaid } from "./seldom-said.ts";

type Done = Parameters<SpanExporter["export"]>[1];

const requestMilliseconds = 4000;

export interface ZipkinOptions {
  /** `http://traces:9411` */
  readonly url: string;
  /** What Zipkin calls the service: a tier's role. */
  readonly role: string;
  readonly server: string;
  readonly log: Log;
}

/**
 * Sends spans to Zipkin, one batch after another on one connection. A batch that Zipkin does not
 * take is lost, and the log tells of it once a minute at the most.
 */
export class ZipkinExporter implements SpanExporter {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1, maxFreeSockets: 1 });
  private readonly said: SeldomSaid;

  constructor(private readonly options: ZipkinOptions) {
    this.said = new SeldomSaid(options.log, {
      obstacle: "traces are not taken",
      gone: "traces are taken again",
    });
  }

  export(spans: ReadableSpan[], done: Done): void {
    this.send(JSON.stringify(spans.map((span) => toZipkin(span, this.options)))).then(
      () => {
        this.said.gone();
        done({ code: 0 });
      },
      (error: Error) => {
        this.said.met(error.message);
        done({ code: 1, error });
      },
    );
  }

  async shutdown(): Promise<void> {
    this.agent.destroy();
  }

  private send(body: string): Promise<void> {
    const url = new URL("/api/v2/spans", this.options.url);
    const headers = { "content-type": "application/json" };
    return new Promise((resolve, reject) => {
      const sent = request(url, { method: "POST", headers, agent: this.agent }, (response) => {
        response.resume();
        response.once("error", reject);
        response.once("end", () => {
          const { statusCode = 0 } = response;
          if (statusCode < 300) resolve();
          else reject(new Error(`${url.host} answered ${statusCode}`));
        });
      });
      sent.once("error", reject);
      sent.setTimeout(requestMilliseconds, () => {
        sent.destroy(
          new Error(`${url.host} did not answer within ${requestMilliseconds / 1000} s`),
        );
      });
      sent.end(body);
    });
  }
}

/** Kinds as Zipkin calls them; it has no name for what stays in a process. */
const kinds: Readonly<Partial<Record<SpanKind, string>>> = {
  [SpanKind.CLIENT]: "CLIENT",
  [SpanKind.CONSUMER]: "CONSUMER",
  [SpanKind.PRODUCER]: "PRODUCER",
  [SpanKind.SERVER]: "SERVER",
};

/** A span in Zipkin's format (version 2): times in microseconds, all tags as text. */
export function toZipkin(span: ReadableSpan, { role, server }: ZipkinOptions): object {
  const { name, kind, attributes, status, parentSpanContext } = span;
  const { traceId, spanId } = span.spanContext();
  const { "peer.service": peer } = attributes;
  const tags: Record<string, string> = { server };
  for (const key in attributes) if (key !== "peer.service") tags[key] = String(attributes[key]);
  if (status.code === SpanStatusCode.ERROR) tags.error = status.message || "failed";
  return {
    traceId,
    id: spanId,
    parentId: parentSpanContext?.spanId,
    name,
    kind: kinds[kind],
    timestamp: microseconds(span.startTime),
    duration: Math.max(1, microseconds(span.duration)),
    localEndpoint: { serviceName: role },
    remoteEndpoint: peer === undefined ? undefined : { serviceName: String(peer) },
    tags,
  };
}

function microseconds([seconds, nanoseconds]: HrTime): number {
  return seconds * 1_000_000 + Math.round(nanoseconds / 1000);
}
