import { changesOf } from "../line.ts";
import { dataOf, isReadyFirst, pairsOf } from "../pairs.ts";
import { caution, danger, type Risk, type Unjudged } from "../risk.ts";
import { lostWays } from "../ways.ts";

/** Ways that are cut, and who is stopped before another one serves. */
export function outage(comparison: Unjudged): Risk[] {
  const { before, after } = comparison;
  const lost = lostWays(before.architecture, after.architecture);
  const cut =
    lost.length > 0
      ? [danger(lost, "can no longer be reached from the public address (outage)")]
      : [];
  return [...cut, ...heldNetworks(comparison), ...replacements(comparison)];
}

/** A network goes before the new one of its name comes, and the engine removes none that is in use. */
function heldNetworks(comparison: Unjudged): Risk[] {
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
      `is a network that is replaced while ${names} stay on it: the engine does not remove it, and the deploy fails`,
    );
  });
}

/** Who is stopped before another one serves, and what becomes of requests meanwhile. */
function replacements(comparison: Unjudged): Risk[] {
  const { lines } = comparison;
  const changes = changesOf(lines);
  return pairsOf(comparison).flatMap(({ name, before, after }): Risk[] => {
    const server = after ?? before;
    const change = changes.get(server?.address ?? "");
    if (!server || (change !== "replaced" && change !== "removed")) return [];
    const isEntry = server.labels.role === "public-address";
    if (change === "removed") {
      return isEntry ? [danger(name, "is removed: nobody reaches the shop any more")] : [];
    }
    if (isEntry) {
      return [
        danger(name, "is replaced: nobody reaches the shop until the new one is up (outage)"),
      ];
    }
    const isHandedOver = isReadyFirst(server);
    if (isHandedOver && !isReadyFirst(before)) {
      if (dataOf(before).length > 0) {
        return [
          danger(name, "is started beside the old one on the same data: only if they can share it"),
        ];
      }
    }
    if (isHandedOver) {
      return dataOf(server).length > 0
        ? [
            caution(
              name,
              "is replaced while the old one has its data: requests that need it wait until it is handed over",
            ),
          ]
        : [];
    }
    return [
      caution(name, "is stopped before the new one starts: who needs it waits, or does without it"),
    ];
  });
}
