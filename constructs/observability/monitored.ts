import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Charts } from "../../architecture/charts.ts";
import type { IObservable } from "../server/interfaces.ts";
import { EVERY_SERVER, type Monitoring } from "../server/monitoring.ts";

/** What watches every server, and what these servers declare besides. */
export function monitoringOf(observed: readonly IObservable[]): Monitoring[] {
  return [EVERY_SERVER, ...observed.flatMap(({ monitoring }) => monitoring ?? [])];
}

/** Paths of the files with alerts. */
export function alertFiles(monitoring: readonly Monitoring[]): string[] {
  return foldersOf(monitoring)
    .map((folder) => join(folder, "alerts.yml"))
    .filter(existsSync);
}

/** Paths of the runbooks, in the order of their alerts' names. */
export function runbookFiles(monitoring: readonly Monitoring[]): string[] {
  return foldersOf(monitoring)
    .map((folder) => join(folder, "runbooks"))
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .sort((one, other) => (basename(one) < basename(other) ? -1 : 1));
}

/** The charts of all servers, each once. */
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
