/** One series of an answer, with its values by time in seconds since 1970. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [seconds: number, value: number])[];
}

/** An alert as Prometheus tells it. */
export interface PrometheusAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: "pending" | "firing" | "inactive";
  /** ISO 8601. */
  readonly activeAt: string;
}

type Point = [number, string];

/** Asks a Prometheus. Each question throws an error whose message is a sentence for people. */
export class Prometheus {
  /** @param url with the route prefix: `http://prometheus:9090/prometheus` */
  constructor(
    private readonly url: string,
    private readonly timeoutMilliseconds = 3000,
  ) {}

  /** The values of a query just now. */
  async now(query: string): Promise<Sample[]> {
    const { result } = await this.ask<{ result: { metric: Sample["labels"]; value: Point }[] }>(
      "query",
      { query },
    );
    return result.map(({ metric, value }) => ({ labels: metric, points: [point(value)] }));
  }

  /** The values of a query from one time to another, in seconds since 1970. */
  async between(query: string, start: number, end: number, step: number): Promise<Sample[]> {
    const { result } = await this.ask<{ result: { metric: Sample["labels"]; values: Point[] }[] }>(
      "query_range",
      { query, start: `${start}`, end: `${end}`, step: `${step}` },
    );
    return result.map(({ metric, values }) => ({ labels: metric, points: values.map(point) }));
  }

  /** The alerts that are pending or firing. */
  async alerts(): Promise<PrometheusAlert[]> {
    const { alerts } = await this.ask<{ alerts: PrometheusAlert[] }>("alerts");
    return alerts;
  }

  private async ask<T>(path: string, form?: Record<string, string>): Promise<T> {
    const response = await fetch(`${this.url}/api/v1/${path}`, {
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
      signal: AbortSignal.timeout(this.timeoutMilliseconds),
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

/** One query for many figures by name: each series of its answer has the name as label `figure`. */
export function together(queries: Readonly<Record<string, string>>): string {
  return Object.entries(queries)
    .map(([name, query]) => `label_replace(${query}, "figure", "${name}", "", "")`)
    .join(" or ");
}
