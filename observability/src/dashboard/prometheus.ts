/** A time series of a query's result; times are Unix seconds. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [seconds: number, value: number])[];
}

/** An alert in Prometheus' API. */
export interface PrometheusAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: "pending" | "firing" | "inactive";
  /** ISO 8601. */
  readonly activeAt: string;
}

type Point = [number, string];

/** A client of Prometheus' HTTP API. Each method throws an error with a message for users. */
export class Prometheus {
  /** @param url including the route prefix: `http://prometheus:9090/prometheus` */
  constructor(
    private readonly url: string,
    private readonly timeoutMs = 3000,
  ) {}

  /** Evaluates an instant query. */
  async query(query: string): Promise<Sample[]> {
    const { result } = await this.call<{ result: { metric: Sample["labels"]; value: Point }[] }>(
      "query",
      { query },
    );
    return result.map(({ metric, value }) => ({ labels: metric, points: [point(value)] }));
  }

  /** Evaluates a range query; times are Unix seconds. */
  async queryRange(query: string, start: number, end: number, step: number): Promise<Sample[]> {
    const { result } = await this.call<{ result: { metric: Sample["labels"]; values: Point[] }[] }>(
      "query_range",
      { query, start: `${start}`, end: `${end}`, step: `${step}` },
    );
    return result.map(({ metric, values }) => ({ labels: metric, points: values.map(point) }));
  }

  /** Returns the alerts that are pending or firing. */
  async alerts(): Promise<PrometheusAlert[]> {
    const { alerts } = await this.call<{ alerts: PrometheusAlert[] }>("alerts");
    return alerts;
  }

  private async call<T>(path: string, form?: Record<string, string>): Promise<T> {
    const response = await fetch(`${this.url}/api/v1/${path}`, {
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
      signal: AbortSignal.timeout(this.timeoutMs),
    }).catch(() => {
      throw new Error("Prometheus does not answer");
    });
    const answer = (await response.json().catch(() => ({}))) as {
      status?: string;
      data?: T;
      error?: string;
    };
    if (answer.status === "success" && answer.data !== undefined) return answer.data;
    throw new Error(`Prometheus refuses a query: ${answer.error ?? `status ${response.status}`}`);
  }
}

function point([seconds, value]: Point): [number, number] {
  return [seconds, Number(value)];
}

/**
 * Combines queries, by metric name, into one. Each series of the result carries the name as the
 * label `metric`.
 */
export function combineQueries(queries: Readonly<Record<string, string>>): string {
  return Object.entries(queries)
    .map(([name, query]) => `label_replace(${query}, "metric", "${name}", "", "")`)
    .join(" or ");
}
