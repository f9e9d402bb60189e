import { request } from "undici";
import { type Shop, until } from "./shop.ts";

/** An alert as the receiver that ships with the stage got it. */
export interface Delivered {
  readonly status: "firing" | "resolved";
  readonly receivedAt: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A target of Prometheus. */
export interface Target {
  readonly labels: { readonly job: string; readonly instance: string };
  readonly health: string;
  readonly lastError: string;
}

/** What an operator's browser sees of a shop that is observed. */
export class Observed {
  readonly url: string;

  constructor(shop: Shop) {
    this.url = `http://127.0.0.1:${shop.environment.dashboardPort}`;
  }

  async get<T>(path: string, query: Record<string, string> = {}): Promise<T> {
    const { statusCode, body } = await request(`${this.url}${path}?${new URLSearchParams(query)}`);
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${text}`);
    return JSON.parse(text) as T;
  }

  async targets(): Promise<Target[]> {
    type Answer = { data: { activeTargets: Target[] } };
    return (await this.get<Answer>("/prometheus/api/v1/targets")).data.activeTargets;
  }

  /** The values that an expression has now. */
  async ask(query: string): Promise<{ metric: Record<string, string>; value: [number, string] }[]> {
    type Answer = {
      data: { result: { metric: Record<string, string>; value: [number, string] }[] };
    };
    return (await this.get<Answer>("/prometheus/api/v1/query", { query })).data.result;
  }

  /** Names of the alerts that fire, but for the one that always does. */
  async firing(): Promise<string[]> {
    const all = await this.ask('ALERTS{alertstate="firing",alertname!="Watchdog"}');
    return all.map(({ metric }) => `${metric.alertname} ${metric.server ?? ""}`.trim());
  }

  async delivered(): Promise<Delivered[]> {
    return (await this.get<{ alerts: Delivered[] }>("/api/alerts")).alerts;
  }

  /** Waits until an alert was delivered with a status after a moment, and gives the seconds since then. */
  async delivery(alert: string, status: string, since: number, seconds = 120): Promise<number> {
    const [name, server] = alert.split(" ");
    let at = 0;
    await until(
      `${alert} is delivered as ${status}`,
      async () => {
        const found = (await this.delivered()).find(
          ({ labels, receivedAt, ...each }) =>
            labels.alertname === name &&
            (server === undefined || labels.server === server) &&
            each.status === status &&
            Date.parse(receivedAt) > since,
        );
        at = Date.parse(found?.receivedAt ?? "");
        return found !== undefined;
      },
      seconds,
    );
    return (at - since) / 1000;
  }

  /** The lines that the log store finds. */
  async lines(query: Record<string, string>): Promise<{ server: string; text: string }[]> {
    type Answer = { lines: { server: string; text: string }[] };
    return (await this.get<Answer>("/api/logs", { limit: "1000", ...query })).lines;
  }

  /** The spans of a trace: which service, what, whom it asked. */
  async spans(traceId: string): Promise<{ service: string; asked?: string }[]> {
    type Span = {
      localEndpoint: { serviceName: string };
      remoteEndpoint?: { serviceName?: string };
    };
    const { statusCode, body } = await request(`${this.url}/zipkin/api/v2/trace/${traceId}`);
    const text = await body.text();
    if (statusCode !== 200) return [];
    return (JSON.parse(text) as Span[]).map(({ localEndpoint, remoteEndpoint }) => ({
      service: localEndpoint.serviceName,
      asked: remoteEndpoint?.serviceName,
    }));
  }
}
