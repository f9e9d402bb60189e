import type { Container } from "./engine.ts";

/** While a server is replaced, there are two containers of it: the one that runs counts, or the younger. */
export function newest<T extends Container>(containers: readonly T[]): T[] {
  const rank = ({ state, created }: T) => created + (state === "running" ? 1e12 : 0);
  const found = new Map<string, T>();
  for (const container of containers) {
    const other = found.get(container.server);
    if (!other || rank(other) < rank(container)) found.set(container.server, container);
  }
  return [...found.values()];
}
