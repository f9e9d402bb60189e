import { docker, parseRows } from "./docker.ts";
import type { RunOptions } from "./process.ts";

/** The kinds of labelled objects, in the order in which they can be removed. */
export const kinds = ["container", "network", "volume"] as const;
export type Kind = (typeof kinds)[number];

/** A Docker object with a label. */
export interface Labelled {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
}

const listing: Record<Kind, readonly string[]> = {
  container: ["ps", "--all", "--no-trunc", "--format", "{{.ID}}\t{{.Names}}"],
  network: ["network", "ls", "--no-trunc", "--format", "{{.ID}}\t{{.Name}}"],
  volume: ["volume", "ls", "--format", "{{.Name}}\t{{.Name}}"],
};

export const removal: Record<Kind, readonly string[]> = {
  container: ["rm", "--force", "--volumes"],
  network: ["network", "rm"],
  volume: ["volume", "rm"],
};

/** The label that all objects of an environment carry. */
export function labelOf(environment: string): string {
  return `blueprint.environment=${environment}`;
}

export async function listLabelled(
  label: string,
  which: readonly Kind[],
  options?: RunOptions,
): Promise<Labelled[]> {
  const lists = await Promise.all(
    which.map(async (kind) => {
      const args = [...listing[kind], "--filter", `label=${label}`];
      return parseList(kind, await docker(`list the ${kind}s`, args, options));
    }),
  );
  return lists.flat();
}

export function parseList(kind: Kind, output: string): Labelled[] {
  return parseRows(output).map(([id = "", name = ""]) => ({ kind, id, name }));
}
