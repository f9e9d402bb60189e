import type { Container } from "./engine.ts";

/**
 * One container of each server. While a server is replaced, there are two: the one that counts, or
 * the younger.
 * @param counts by default whether it runs
 */
export function newest<T extends Container>(
  containers: readonly T[],
  counts: (container: T) => boolean = ({ state }) => state === "running",
): T[] {
  const rank = (container: T) => container.created + (counts(container) ? 1e12 : 0);
  const found = new Map<string, T>();
  for (const container of containers) {
    const other = found.get(container.server);
    if (!other || rank(other) < rank(container)) found.set(container.server, container);
  }
  return [...found.values()];
}
