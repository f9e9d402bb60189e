import { ExportResultCode } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-node";
import type { Log } from "../../../programs/log.ts";
import { SeldomSaid } from "./seldom-said.ts";
import type { ObservingSettings } from "./settings.ts";
import { ZipkinExporter } from "./zipkin-exporter.ts";

type Done = Parameters<SpanExporter["export"]>[1];

/**
 * Makes the exporters to Zipkin and to a backend that takes OTLP, as far as they are wanted. The
 * latter reads the standard variables itself: `OTEL_EXPORTER_OTLP_ENDPOINT`, `…_HEADERS` and so on.
 */
export function exportersOf(
  { zipkin, otlp }: NonNullable<ObservingSettings["traces"]>,
  log: Log,
): SpanExporter[] {
  const made: SpanExporter[] = [];
  if (zipkin) made.push(new ReportedExporter(new ZipkinExporter(zipkin), zipkin, log));
  if (otlp) made.push(new ReportedExporter(new OTLPTraceExporter(), otlp, log));
  return made;
}

/** Reports in the log that spans are not taken, and that they are again: at most once a minute. */
class ReportedExporter implements SpanExporter {
  private readonly said: SeldomSaid;
  private readonly host: string;

  constructor(
    private readonly exporter: SpanExporter,
    url: string,
    log: Log,
  ) {
    this.host = new URL(url).host;
    this.said = new SeldomSaid(log, {
      obstacle: "traces are not taken",
      gone: "traces are taken again",
    });
  }

  export(spans: ReadableSpan[], done: Done): void {
    this.exporter.export(spans, (result) => {
      if (result.code === ExportResultCode.SUCCESS) this.said.gone();
      else this.said.met(`${this.host}: ${result.error?.message || "no reason was given"}`);
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }
}
