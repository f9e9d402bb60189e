import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A metric's series: labels, and a constant value or one for each time. */
export type FakeSeries = [
  labels: Record<string, string>,
  value: number | ((seconds: number) => number),
];

/** Returns the series of a metric, by its name and query. */
export type SeriesSource = (metric: string, query: string) => FakeSeries[];

/**
 * A fake of Prometheus' HTTP API. It evaluates nothing: it recognizes the metrics that a query was
 * combined from.
 */
export class FakePrometheus {
  /** The number of requests that it received. */
  requests = 0;
  /** Whether it drops every request. */
  isUnavailable = false;
  alerts: object[] = [];
  private server?: Server;

  constructor(private readonly seriesOf: SeriesSource) {}

  /** Starts it and returns its URL. */
  async start(port = 0): Promise<string> {
    this.server = createServer(async (request, response) => {
      this.requests++;
      if (this.isUnavailable) return void request.socket.destroy();
      const path = (request.url ?? "").split("?")[0] ?? "";
      let body = "";
      for await (const chunk of request) body += chunk;
      const form = new URLSearchParams(body);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ status: "success", data: this.answer(path, form) }));
    });
    await new Promise<void>((resolve) => this.server?.listen(port, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  private answer(path: string, form: URLSearchParams): object {
    if (path.endsWith("/alerts")) return { alerts: this.alerts };
    const metrics = metricsOf(form.get("query") ?? "");
    const [start, end, step] = ["start", "end", "step"].map((name) => Number(form.get(name)));
    const isRange = path.endsWith("/query_range");
    const now = Date.now() / 1000;
    const result = metrics.flatMap(([name, query]) =>
      this.seriesOf(name, query).map(([labels, value]) => {
        const at = (time: number) => [time, `${typeof value === "number" ? value : value(time)}`];
        const metric = { ...labels, metric: name };
        if (!isRange) return { metric, value: at(now) };
        const length = Math.floor(((end ?? 0) - (start ?? 0)) / (step ?? 1)) + 1;
        const times = Array.from({ length }, (_, index) => (start ?? 0) + index * (step ?? 1));
        return { metric, values: times.map(at) };
      }),
    );
    return { resultType: isRange ? "matrix" : "vector", result };
  }
}

/** Splits a combined query into its metrics, by name; another query is one metric named "". */
function metricsOf(query: string): [name: string, query: string][] {
  const found = [...query.matchAll(/label_replace\((.+?), "metric", "([^"]+)", "", ""\)/g)];
  return found.length > 0 ? found.map(([, each = "", name = ""]) => [name, each]) : [["", query]];
}
