import { ExportResultCode } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-node";
import type { Log } from "../../../programs/log.ts";
import type { ObservingSettings } from "./settings.ts";
import { ThrottledLog } from "./throttled-log.ts";
import { ZipkinExporter } from "./zipkin-exporter.ts";

type Done = Parameters<SpanExporter["export"]>[1];

/**
 * The span exporters that are configured: to Zipkin, and to an OTLP backend. The latter reads the
 * standard variables itself: `OTEL_EXPORTER_OTLP_ENDPOINT`, `…_HEADERS` and so on.
 */
export function exportersOf(
  { zipkin, otlp }: NonNullable<ObservingSettings["traces"]>,
  log: Log,
): SpanExporter[] {
  const exporters: SpanExporter[] = [];
  if (zipkin) exporters.push(new LoggedExporter(new ZipkinExporter(zipkin), zipkin, log));
  if (otlp) exporters.push(new LoggedExporter(new OTLPTraceExporter(), otlp, log));
  return exporters;
}

/** Logs that an export fails, and that exports succeed again; throttled. */
class LoggedExporter implements SpanExporter {
  private readonly log: ThrottledLog;
  private readonly host: string;

  constructor(
    private readonly exporter: SpanExporter,
    url: string,
    log: Log,
  ) {
    this.host = new URL(url).host;
    this.log = new ThrottledLog(log, {
      failed: "traces are not exported",
      recovered: "traces are exported again",
    });
  }

  export(spans: ReadableSpan[], done: Done): void {
    this.exporter.export(spans, (result) => {
      if (result.code === ExportResultCode.SUCCESS) this.log.recover();
      else this.log.fail(`${this.host}: ${result.error?.message || "no reason was given"}`);
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }
}
