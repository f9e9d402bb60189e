import type { Chart, Series } from "../../model/state.ts";
import type { IArchitectureSource } from "../architecture/source.ts";
import { type Prometheus, type Sample, together } from "../prometheus.ts";
import { windowSeconds } from "../rate-window.ts";
import { type ChartQueries, commonCharts, ownCharts, type Selection } from "./charts.ts";

/** More lines than that can't be told apart. */
const MOST_LINES = 8;

/** Asks Prometheus for the charts of a server. */
export class ServerSeries {
  constructor(
    private readonly architecture: IArchitectureSource,
    private readonly prometheus: Pick<Prometheus, "now" | "between">,
  ) {}

  /** The charts of the last minutes; undefined if there is no such server. */
  async of(name: string, minutes: number): Promise<Series | undefined> {
    const { machines, containers } = await this.architecture.get();
    const servers = machines.flatMap((machine) => machine.servers);
    const server = servers.find((each) => each.name === name);
    if (!server) return undefined;

    const step = Math.max(5, Math.ceil((minutes * 60) / 180));
    const end = Math.floor(Date.now() / 1000 / step) * step;
    const start = end - minutes * 60;
    const selection: Selection = {
      server: `server="${name}"`,
      instance: await this.instance(name),
      window: `${Math.max(windowSeconds.usual, 2 * step)}s`,
    };
    const leaving = containers?.[name]?.phase === "leaving" && containers[name];
    const charts = leaving
      ? commonCharts({ ...selection, container: `container="${leaving.container}"` })
      : [...commonCharts(selection), ...ownCharts(server.role, selection)];
    const samples = await this.prometheus.between(together(queriesOf(charts)), start, end, step);
    const times = Array.from(
      { length: (end - start) / step + 1 },
      (_, index) => start + index * step,
    );
    const all = charts.map((chart, index) => drawn(chart, index, samples, times));
    // Where no server is scraped, many charts never have anything to show.
    return { times, charts: this.architecture.isLive ? all.filter(hasValues) : all };
  }

  /** Matches the server's addresses, and names that begin with the server's own. */
  private async instance(name: string): Promise<string> {
    const found = await this.prometheus.now(`server_address_info{server="${name}"}`);
    const addresses = found.map(({ labels }) => (labels.address ?? "").replaceAll(".", "[.]"));
    return `instance=~"(.*[^0-9a-z-])?(${[...addresses, name].join("|")})([^0-9a-z].*)?"`;
  }
}

/** Queries by the chart's place and the line's name. */
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
    const sample = samples.find(({ labels }) => labels.figure === `${index} ${name}`);
    return { name, values: valuesAt(times, sample) };
  });
  const labelled = samples
    .filter(({ labels }) => by && labels.figure === `${index} by ${by.label}`)
    .map((sample) => ({
      name: sample.labels[by?.label ?? ""] ?? "",
      values: valuesAt(times, sample),
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
  return { title, unit, lines: [...named, ...labelled].slice(0, MOST_LINES) };
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
