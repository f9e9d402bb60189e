import type { Arrow } from "../../../../architecture/picture.ts";
import type { LiveContainer, ObservedArchitecture } from "../../model/architecture.ts";
import type { ArrowMetrics, FiringAlert, ServerMetrics } from "../../model/state.ts";
import type { PrometheusAlert, Sample } from "../prometheus.ts";
import { lastValue, type MetricValues, share } from "./metric-values.ts";
import { containerQueries, roleOfMetric, roleQueries } from "./server-queries.ts";

/** The alert that always fires (a dead man's switch): while it arrives, alerts are delivered. */
export const WATCHDOG = "Watchdog";

const containerMetrics = new Set(Object.keys(containerQueries));

/** Returns the metrics of each server of the architecture, by its name. */
export function serverMetrics(
  { machines, containers }: ObservedArchitecture,
  metrics: MetricValues,
): Record<string, ServerMetrics> {
  const servers = machines.flatMap((machine) => machine.servers);
  const own = roleMetrics(metrics, servers);
  return Object.fromEntries(
    servers.map(({ name }): [string, ServerMetrics] => {
      const container = containers?.[name];
      const value = (metric: string) => {
        if (!container || !containerMetrics.has(metric)) {
          return metrics.valueOf(metric, "server", name);
        }
        return runs(container)
          ? metrics.valueOf(metric, "container", container.container)
          : undefined;
      };
      return [
        name,
        {
          isUp: container ? runs(container) : isAboveZero(value("up")),
          cpu: value("cpu"),
          cpuLimit: value("cpuLimit"),
          memoryBytes: value("memory"),
          memoryLimitBytes: value("memoryLimit"),
          requestsPerSecond: value("requests"),
          errorShare: share(value("errors"), value("requests")),
          p95Seconds: value("p95"),
          own: own.get(name) ?? {},
        },
      ];
    }),
  );
}

/** A container that has just started has no metrics yet: its state in Docker decides. */
function runs({ phase }: LiveContainer): boolean {
  return phase !== "down";
}

function isAboveZero(value: number | undefined): boolean | undefined {
  return value === undefined ? undefined : value > 0;
}

function roleMetrics(
  metrics: MetricValues,
  servers: readonly { name: string; role: string }[],
): Map<string, Record<string, number>> {
  const owners = new Map<string, Record<string, number>>();
  const addresses = new Map(
    metrics.series("address").map(({ labels }) => [labels.address, labels.server]),
  );
  for (const metric of Object.keys(roleQueries)) {
    for (const sample of metrics.series(metric)) {
      const value = lastValue(sample);
      const names = ownerOf(sample, addresses) ?? servers.filter(hasRole(metric)).map(nameOf);
      for (const name of value === undefined ? [] : names) {
        owners.set(name, { ...owners.get(name), [metric]: value as number });
      }
    }
  }
  return owners;
}

const nameOf = ({ name }: { name: string }) => name;

const hasRole =
  (metric: string) =>
  ({ role }: { role: string }) =>
    role === roleOfMetric[metric];

/** Returns the server that a series belongs to, by its labels or its instance's address. */
function ownerOf(
  { labels }: Sample,
  addresses: ReadonlyMap<string | undefined, string | undefined>,
): [string] | undefined {
  const name = labels.server ?? labels.name ?? addresses.get(labels.instance?.replace(/:\d+$/, ""));
  return name === undefined ? undefined : [name];
}

/** Returns the metrics of each arrow, by its id. */
export function arrowMetrics(
  arrows: readonly Arrow[],
  metrics: MetricValues,
): Record<string, ArrowMetrics> {
  return Object.fromEntries(
    arrows.map(({ id }, index): [string, ArrowMetrics] => [
      id,
      {
        requestsPerSecond: metrics.value(`rate ${index}`),
        errorShare: share(metrics.value(`errors ${index}`), metrics.value(`rate ${index}`)),
        p95Seconds: metrics.value(`p95 ${index}`),
      },
    ]),
  );
}

/** Returns the firing alerts: those that page first, then the oldest first. */
export function firingAlerts(alerts: readonly PrometheusAlert[]): FiringAlert[] {
  return alerts
    .filter(({ state, labels }) => state === "firing" && labels.alertname !== WATCHDOG)
    .map(({ labels, annotations, activeAt }) => ({
      name: labels.alertname ?? "",
      severity: labels.severity ?? "ticket",
      server: labels.server,
      summary: annotations.summary ?? "",
      runbook: runbookPath(annotations.runbook),
      since: activeAt,
    }))
    .sort((one, other) => rank(one) - rank(other) || one.since.localeCompare(other.since));
}

/** Returns the page of a runbook: `/runbooks/cache-down` for `constructs/cache/runbooks/cache-down.md`. */
export function runbookPath(file: string | undefined): string | undefined {
  const name = file?.match(/([\w-]+)\.md$/)?.[1];
  return name && `/runbooks/${name}`;
}

function rank({ severity }: FiringAlert): number {
  return severity === "page" ? 0 : 1;
}
