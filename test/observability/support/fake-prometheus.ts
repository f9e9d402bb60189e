import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A figure's series: labels and the value now, or the value at a time. */
export type FakeSeries = [
  labels: Record<string, string>,
  value: number | ((seconds: number) => number),
];

/** What a fake Prometheus tells of a figure, by its name and query. */
export type Teller = (figure: string, query: string) => FakeSeries[];

/**
 * Answers as Prometheus does, without evaluating anything: it knows the figures that a query was
 * put together of.
 */
export class FakePrometheus {
  /** How often it was asked. */
  asked = 0;
  /** Whether it answers at all. */
  isAway = false;
  alerts: object[] = [];
  private server?: Server;

  constructor(private readonly tell: Teller) {}

  /** Starts it; gives its address. */
  async start(port = 0): Promise<string> {
    this.server = createServer(async (request, response) => {
      this.asked++;
      if (this.isAway) return void request.socket.destroy();
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
    const figures = figuresOf(form.get("query") ?? "");
    const [start, end, step] = ["start", "end", "step"].map((name) => Number(form.get(name)));
    const isRange = path.endsWith("/query_range");
    const now = Date.now() / 1000;
    const result = figures.flatMap(([figure, query]) =>
      this.tell(figure, query).map(([labels, value]) => {
        const at = (time: number) => [time, `${typeof value === "number" ? value : value(time)}`];
        const metric = { ...labels, figure };
        if (!isRange) return { metric, value: at(now) };
        const length = Math.floor(((end ?? 0) - (start ?? 0)) / (step ?? 1)) + 1;
        const times = Array.from({ length }, (_, index) => (start ?? 0) + index * (step ?? 1));
        return { metric, values: times.map(at) };
      }),
    );
    return { resultType: isRange ? "matrix" : "vector", result };
  }
}

/** The figures that a query was put together of, by name. One that was not is the figure "". */
function figuresOf(query: string): [name: string, query: string][] {
  const found = [...query.matchAll(/label_replace\((.+?), "figure", "([^"]+)", "", ""\)/g)];
  return found.length > 0 ? found.map(([, each = "", name = ""]) => [name, each]) : [["", query]];
}
