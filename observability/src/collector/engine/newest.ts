import type { Container } from "./engine.ts";

/**
 * Returns one container for each server. A server that is being replaced has two: the preferred one is
 * returned, or else the newer one.
 * @param isPreferred by default whether it runs
 */
export function newest<T extends Container>(
  containers: readonly T[],
  isPreferred: (container: T) => boolean = ({ state }) => state === "running",
): T[] {
  const rank = (container: T) => container.created + (isPreferred(container) ? 1e12 : 0);
  const found = new Map<string, T>();
  for (const container of containers) {
    const other = found.get(container.server);
    if (!other || rank(other) < rank(container)) found.set(container.server, container);
  }
  return [...found.values()];
}
