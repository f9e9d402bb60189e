import { docker, parseRows } from "./docker.ts";

/** The container that publishes a port; of another origin it has no environment and no role. */
export interface Publisher {
  readonly container: string;
  readonly environment: string;
  readonly role: string;
}

/** Returns the container that publishes a port of the Docker host; undefined if none does. */
export async function publisherOf(port: number | string): Promise<Publisher | undefined> {
  const format = '{{.Names}}\t{{.Label "blueprint.environment"}}\t{{.Label "blueprint.role"}}';
  const args = ["ps", "--filter", `publish=${port}`, "--format", format];
  const [row] = parseRows(await docker("list containers", args));
  if (!row) return undefined;
  const [container = "", environment = "", role = ""] = row;
  return { container, environment, role };
}
