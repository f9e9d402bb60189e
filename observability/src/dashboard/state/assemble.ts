import type { Arrow } from "../../../../architecture/picture.ts";
import type { LiveContainer, ObservedArchitecture } from "../../model/architecture.ts";
import type { ArrowFigures, FiringAlert, ServerFigures } from "../../model/state.ts";
import type { PrometheusAlert, Sample } from "../prometheus.ts";
import { type Figures, lastValue, share } from "./figures.ts";
import { containerQueries, ownQueries, rolesOfFigures } from "./server-queries.ts";

/** The alert that always fires: as long as it arrives, alerts do. */
export const WATCHDOG = "Watchdog";

const figuresOfContainers = new Set(Object.keys(containerQueries));

/** What is known of each server of the architecture, by its name. */
export function serverFigures(
  { machines, containers }: ObservedArchitecture,
  figures: Figures,
): Record<string, ServerFigures> {
  const servers = machines.flatMap((machine) => machine.servers);
  const own = ownFigures(figures, servers);
  return Object.fromEntries(
    servers.map(({ name }): [string, ServerFigures] => {
      const container = containers?.[name];
      const value = (figure: string) => {
        if (!container || !figuresOfContainers.has(figure)) {
          return figures.valueOf(figure, "server", name);
        }
        return runs(container)
          ? figures.valueOf(figure, "container", container.container)
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

/** A container that is there for a moment only is not in the figures yet: the engine's word counts. */
function runs({ phase }: LiveContainer): boolean {
  return phase !== "down";
}

function isAboveZero(value: number | undefined): boolean | undefined {
  return value === undefined ? undefined : value > 0;
}

function ownFigures(
  figures: Figures,
  servers: readonly { name: string; role: string }[],
): Map<string, Record<string, number>> {
  const owners = new Map<string, Record<string, number>>();
  const addresses = new Map(
    figures.series("address").map(({ labels }) => [labels.address, labels.server]),
  );
  for (const figure of Object.keys(ownQueries)) {
    for (const sample of figures.series(figure)) {
      const value = lastValue(sample);
      const names = ownerOf(sample, addresses) ?? servers.filter(hasRole(figure)).map(nameOf);
      for (const name of value === undefined ? [] : names) {
        owners.set(name, { ...owners.get(name), [figure]: value as number });
      }
    }
  }
  return owners;
}

const nameOf = ({ name }: { name: string }) => name;

const hasRole =
  (figure: string) =>
  ({ role }: { role: string }) =>
    role === rolesOfFigures[figure];

/** The server that a series names, or whose address it comes from. */
function ownerOf(
  { labels }: Sample,
  addresses: ReadonlyMap<string | undefined, string | undefined>,
): [string] | undefined {
  const name = labels.server ?? labels.name ?? addresses.get(labels.instance?.replace(/:\d+$/, ""));
  return name === undefined ? undefined : [name];
}

/** What is known of each arrow, by its id. */
export function arrowFigures(
  arrows: readonly Arrow[],
  figures: Figures,
): Record<string, ArrowFigures> {
  return Object.fromEntries(
    arrows.map(({ id }, index): [string, ArrowFigures] => [
      id,
      {
        requestsPerSecond: figures.value(`rate ${index}`),
        errorShare: share(figures.value(`errors ${index}`), figures.value(`rate ${index}`)),
        p95Seconds: figures.value(`p95 ${index}`),
      },
    ]),
  );
}

/** The alerts that fire, the pressing ones first, the older ones before the younger. */
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

/** Where the dashboard shows a runbook: `docs/runbooks/cache-down.md` is at `/runbooks/cache-down`. */
export function runbookPath(file: string | undefined): string | undefined {
  const name = file?.match(/([\w-]+)\.md$/)?.[1];
  return name && `/runbooks/${name}`;
}

function rank({ severity }: FiringAlert): number {
  return severity === "page" ? 0 : 1;
}
