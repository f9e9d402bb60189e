import type { Changes } from "../changes.ts";
import { changesOf } from "../line.ts";
import { dataOf, pairsOf, startsFirst } from "../pairs.ts";
import { caution, danger, type Risk } from "../risk.ts";
import { unreachableServers } from "../ways.ts";

/** Finds servers that can no longer be reached, and replacements with downtime. */
export function outage(comparison: Changes): Risk[] {
  const { before, after } = comparison;
  const lost = unreachableServers(before.architecture, after.architecture);
  const cut =
    lost.length > 0
      ? [danger(lost, "can no longer be reached from the public address (outage)")]
      : [];
  return [...cut, ...networksInUse(comparison), ...replacements(comparison)];
}

/** A replaced network is removed first, and Docker removes none that is in use. */
function networksInUse(comparison: Changes): Risk[] {
  const { before, lines } = comparison;
  const changes = changesOf(lines);
  const staying = pairsOf(comparison).filter(({ after }) =>
    ["unchanged", "changed"].includes(changes.get(after?.address ?? "") ?? ""),
  );
  return lines.flatMap(({ kind, change, name, address }) => {
    if (kind !== "network" || change !== "replaced") return [];
    const full = before.stack.resources.get(address)?.attributes.name;
    const holders = staying.filter(({ before }) =>
      before?.attributes.networks_advanced?.some((network) => network.name === full),
    );
    if (holders.length === 0) return [];
    const names = holders.map((holder) => holder.name).join(", ");
    return danger(
      name,
      `is a network that is replaced while ${names} stay on it: Docker does not remove it, and the deploy fails`,
    );
  });
}

/** Finds replaced servers, and what happens to requests meanwhile. */
function replacements(comparison: Changes): Risk[] {
  const { lines } = comparison;
  const changes = changesOf(lines);
  return pairsOf(comparison).flatMap(({ name, before, after }): Risk[] => {
    const server = after ?? before;
    const change = changes.get(server?.address ?? "");
    if (!server || (change !== "replaced" && change !== "removed")) return [];
    const isEntry = server.labels.role === "public-address";
    if (change === "removed") {
      return isEntry ? [danger(name, "is removed: the application is unreachable")] : [];
    }
    if (isEntry) {
      return [
        danger(
          name,
          "is replaced: the application is unreachable until the new one is up (outage)",
        ),
      ];
    }
    const isStartFirst = startsFirst(server);
    if (isStartFirst && !startsFirst(before)) {
      if (dataOf(before).length > 0) {
        return [
          danger(
            name,
            "is started beside the old one on the same volume: safe only if both can share it",
          ),
        ];
      }
    }
    if (isStartFirst) {
      return dataOf(server).length > 0
        ? [
            caution(
              name,
              "is replaced while the old one uses the volume: its clients wait until the volume is released",
            ),
          ]
        : [];
    }
    return [
      caution(name, "is stopped before the new one starts: its clients wait, or do without it"),
    ];
  });
}
