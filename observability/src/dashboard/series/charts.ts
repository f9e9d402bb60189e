import { readFileSync } from "node:fs";
import type { ChartQueries, Charts } from "../../../../architecture/charts.ts";

/** The values of the variables in a chart's queries. */
export interface Selection {
  /** The server's name. */
  readonly server: string;
  /** A regular expression that matches the addresses and names that exporters have for the server. */
  readonly instance: string;
  /** The range of a rate: `50s`. */
  readonly window: string;
  /** The server's current container. @default - none: it is a stage's architecture, not the running one */
  readonly container?: string;
}

/** Reads the charts of all servers from a file. */
export function readCharts(path: string): Charts {
  const charts = JSON.parse(readFileSync(path, "utf8")) as Partial<Charts>;
  if (charts.every && charts.leaving && charts.roles) return charts as Charts;
  throw new Error(`${path} lacks every, leaving or roles: the Dashboard construct writes it`);
}

/** Returns a chart with the variables filled in. */
export function chartOf({ lines, by, ...chart }: ChartQueries, selection: Selection): ChartQueries {
  const fill = (query: string) =>
    query.replace(
      /\$(server|instance|window|container)\b/g,
      (variable, name: keyof Selection) => selection[name] ?? variable,
    );
  return {
    ...chart,
    lines:
      lines &&
      Object.fromEntries(Object.entries(lines).map(([name, query]) => [name, fill(query)])),
    by: by && { ...by, query: fill(by.query) },
  };
}
