import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { IObservable } from "../server/interfaces.ts";
import { EVERY_SERVER, type Monitoring } from "../server/monitoring.ts";

/** What watches these servers, each folder once, and what watches every server. */
export function monitoringOf(observed: readonly IObservable[]): Monitoring[] {
  const all = [EVERY_SERVER, ...observed.flatMap(({ monitoring }) => monitoring ?? [])];
  return [...new Map(all.map((each) => [each.folder, each])).values()];
}

/** Paths of the files with alerts. */
export function alertFiles(monitoring: readonly Monitoring[]): string[] {
  return monitoring.map(({ folder }) => join(folder, "alerts.yml")).filter(existsSync);
}

/** Paths of the runbooks, in the order of their alerts' names. */
export function runbookFiles(monitoring: readonly Monitoring[]): string[] {
  return monitoring
    .map(({ folder }) => join(folder, "runbooks"))
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .sort((one, other) => (basename(one) < basename(other) ? -1 : 1));
}
