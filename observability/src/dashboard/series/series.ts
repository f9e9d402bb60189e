import type { ChartQueries, Charts } from "../../../../architecture/charts.ts";
import type { Chart, Series } from "../../model/state.ts";
import type { IArchitectureSource } from "../architecture/source.ts";
import { combineQueries, type Prometheus, type Sample } from "../prometheus.ts";
import { windowSeconds } from "../rate-window.ts";
import { chartOf, type Selection } from "./charts.ts";

/** More lines would be indistinguishable. */
const MAX_LINES = 8;

/** Queries Prometheus for the charts of a server. */
export class ServerSeries {
  constructor(
    private readonly architecture: IArchitectureSource,
    private readonly prometheus: Pick<Prometheus, "query" | "queryRange">,
    private readonly charts: Charts,
  ) {}

  /** Returns the charts of the last minutes; undefined if there is no such server. */
  async of(name: string, minutes: number): Promise<Series | undefined> {
    const { machines, containers } = await this.architecture.get();
    const servers = machines.flatMap((machine) => machine.servers);
    const server = servers.find((each) => each.name === name);
    if (!server) return undefined;

    const step = Math.max(5, Math.ceil((minutes * 60) / 180));
    const end = Math.floor(Date.now() / 1000 / step) * step;
    const start = end - minutes * 60;
    const container = containers?.[name];
    const selection: Selection = {
      server: name,
      instance: await this.instance(name),
      window: `${Math.max(windowSeconds.normal, 2 * step)}s`,
      container: container?.container,
    };
    const { every, leaving, roles } = this.charts;
    const own = [...every, ...(roles[server.role] ?? [])];
    const charts = (container?.phase === "leaving" ? leaving : own).map((chart) =>
      chartOf(chart, selection),
    );
    const samples = await this.prometheus.queryRange(
      combineQueries(queriesOf(charts)),
      start,
      end,
      step,
    );
    const times = Array.from(
      { length: (end - start) / step + 1 },
      (_, index) => start + index * step,
    );
    const all = charts.map((chart, index) => drawn(chart, index, samples, times));
    // No server is scraped then, so some charts never have data.
    return { times, charts: this.architecture.isLive ? all.filter(hasValues) : all };
  }

  /** Returns a matcher for the server's addresses and for names that begin with its own. */
  private async instance(name: string): Promise<string> {
    const found = await this.prometheus.query(`server_address_info{server="${name}"}`);
    const addresses = found.map(({ labels }) => (labels.address ?? "").replaceAll(".", "[.]"));
    return `(.*[^0-9a-z-])?(${[...addresses, name].join("|")})([^0-9a-z].*)?`;
  }
}

/** The charts' queries, by the chart's index and the line's name. */
function queriesOf(charts: readonly ChartQueries[]): Record<string, string> {
  return Object.fromEntries(
    charts.flatMap(({ lines, by }, index) => [
      ...Object.entries(lines ?? {}).map(([name, query]) => [`${index} ${name}`, query]),
      ...(by ? [[`${index} by ${by.label}`, by.query]] : []),
    ]),
  );
}

function drawn(
  { title, unit, lines, by }: ChartQueries,
  index: number,
  samples: readonly Sample[],
  times: readonly number[],
): Chart {
  const named = Object.keys(lines ?? {}).map((name) => {
    const sample = samples.find(({ labels }) => labels.metric === `${index} ${name}`);
    return { name, values: valuesAt(times, sample) };
  });
  const labelled = samples
    .filter(({ labels }) => by && labels.metric === `${index} by ${by.label}`)
    .map((sample) => ({
      name: sample.labels[by?.label ?? ""] ?? "",
      values: valuesAt(times, sample),
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
  return { title, unit, lines: [...named, ...labelled].slice(0, MAX_LINES) };
}

function hasValues({ lines }: Chart): boolean {
  return lines.some(({ values }) => values.some((value) => value !== null));
}

function valuesAt(times: readonly number[], sample: Sample | undefined): (number | null)[] {
  const values = new Map(sample?.points);
  return times.map((time) => {
    const value = values.get(time);
    return value !== undefined && Number.isFinite(value) ? value : null;
  });
}
