import { type ServerResource, serversOf } from "../../lib/stack/container.ts";
import type { Changes } from "./changes.ts";

/** A server before and after; undefined on a side that lacks it. */
export interface Pair {
  readonly name: string;
  readonly before?: ServerResource;
  readonly after?: ServerResource;
}

/** Returns the servers of either side, sorted by address. */
export function pairsOf({ before, after }: Pick<Changes, "before" | "after">): Pair[] {
  const [old, now] = [before, after].map(
    ({ stack }) => new Map(serversOf(stack).map((server) => [server.address, server])),
  );
  return [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].sort().map((address) => {
    const [one, other] = [old?.get(address), now?.get(address)];
    return { name: (other ?? one)?.labels.server ?? address, before: one, after: other };
  });
}

/** Whether the new container starts before the old one stops (create_before_destroy). */
export function startsFirst(server: ServerResource | undefined): boolean {
  return server?.resource.lifecycle.create_before_destroy === true;
}

/** Returns a server's data volumes, with their mount paths. */
export function dataOf(server: ServerResource | undefined): { path: string; volume: string }[] {
  return (server?.attributes.volumes ?? []).flatMap(({ container_path, volume_name }) =>
    volume_name ? [{ path: container_path, volume: volume_name }] : [],
  );
}
