import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Charts } from "../../architecture/charts.ts";
import type { IObservable } from "../server/interfaces.ts";
import { EVERY_SERVER, type Monitoring } from "../server/monitoring.ts";

/** Returns the monitoring of every server, and the monitoring that these servers declare. */
export function monitoringOf(observed: readonly IObservable[]): Monitoring[] {
  return [EVERY_SERVER, ...observed.flatMap(({ monitoring }) => monitoring ?? [])];
}

/** Returns the paths of the files with alert rules. */
export function alertFiles(monitoring: readonly Monitoring[]): string[] {
  return foldersOf(monitoring)
    .map((folder) => join(folder, "alerts.yml"))
    .filter(existsSync);
}

/** Returns the paths of the runbooks, sorted by file name. */
export function runbookFiles(monitoring: readonly Monitoring[]): string[] {
  return foldersOf(monitoring)
    .map((folder) => join(folder, "runbooks"))
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .sort((one, other) => (basename(one) < basename(other) ? -1 : 1));
}

/** Merges the charts of all servers, without duplicates. */
export function chartsOf(monitoring: readonly Monitoring[]): Charts {
  const all = monitoring.flatMap(({ charts }) => charts ?? []);
  const roles = new Set(all.flatMap((charts) => Object.keys(charts.roles ?? {})));
  return {
    every: once(all.flatMap(({ every }) => every ?? [])),
    leaving: once(all.flatMap(({ leaving }) => leaving ?? [])),
    roles: Object.fromEntries(
      [...roles].map((role) => [role, once(all.flatMap((charts) => charts.roles?.[role] ?? []))]),
    ),
  };
}

/** Several servers may declare the same folder. */
function foldersOf(monitoring: readonly Monitoring[]): string[] {
  return once(monitoring.map(({ folder }) => folder));
}

function once<T>(all: readonly T[]): T[] {
  return [...new Set(all)];
}
