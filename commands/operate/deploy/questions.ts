import type { Answer } from "../../lib/answer.ts";
import { checkPagePort, checkPort } from "../../lib/port.ts";
import { serversOf } from "../../lib/stack/container.ts";
import { UserError } from "../../lib/user-error.ts";
import { checkDatabase } from "./database.ts";
import { checkDisk } from "./disk.ts";
import { checkNames } from "./names.ts";
import { checkNetworks } from "./networks.ts";
import { listPages } from "./pages.ts";
import type { Place } from "./place.ts";

/** Something that a stage needs of the engine. Without it the deploy would fail halfway. */
export interface Question {
  readonly name: string;
  /** @throws UserError if a deploy is bound to fail */
  readonly ask: (place: Place) => Promise<Answer>;
}

/** What is asked for everything that is deployed: stages, and the live page beside them. */
export const ENGINE_QUESTIONS: readonly Question[] = [
  { name: "names", ask: checkNames },
  { name: "networks", ask: checkNetworks },
  { name: "memory", ask: async (place) => checkMemory(place) },
  { name: "CPU limits", ask: async (place) => checkCpu(place) },
  { name: "disk space", ask: checkDisk },
  { name: "mounts", ask: async (place) => checkMounts(place) },
];

/** What a deploy asks before it changes anything, and doctor asks alike. */
export const QUESTIONS: readonly Question[] = [
  { name: "ports", ask: checkPorts },
  ...ENGINE_QUESTIONS,
  { name: "database", ask: checkDatabase },
];

async function checkPorts({ environment, engine, stack, command }: Place): Promise<Answer> {
  const ports = [environment.port];
  await checkPort(environment, command, engine);
  for (const { port } of listPages(environment, stack)) {
    await checkPagePort(environment, port, command, engine);
    ports.push(port);
  }
  return { found: `${ports.join(", ")}: free, or this environment's` };
}

/** Idle servers use about a fifth of their limits (README.md): with less than that they are killed. */
const LEAST_SHARE = 0.2;

/** Refuses what cannot even idle: the limits of all servers are hardly ever used at one time. */
export function checkMemory({
  engine,
  stack,
  again,
}: Pick<Place, "engine" | "stack" | "again">): Answer {
  const limits = serversOf(stack).map(({ attributes }) => attributes.memory ?? 0);
  const sum = limits.reduce((total, each) => total + each, 0);
  const found = `${stack.name} may use ${sum} MiB, the Docker host has ${engine.memoryMiB} MiB`;
  // Some engines do not know their memory.
  if (engine.memoryMiB === 0 || sum * LEAST_SHARE <= engine.memoryMiB) return { found };
  throw new UserError(
    `${found}, less than its servers need when idle: give the Docker host (or its virtual machine) more memory, then run "${again}" again`,
  );
}

/** Such an engine refuses to create each container that has a limit. */
export function checkCpu({
  engine,
  stack,
  again,
}: Pick<Place, "engine" | "stack" | "again">): Answer {
  if (engine.limitsCpu) return { found: "the engine can set them" };
  throw new UserError(
    `the servers of ${stack.name} have CPU limits, which the Docker engine at ${engine.address} cannot set: for a rootless engine, let systemd delegate the controller "cpu" to users (Delegate=cpu in a drop-in of user@.service); else use a kernel with CONFIG_CFS_BANDWIDTH; then run "${again}" again`,
  );
}

/** An engine with remapped users hides its socket and its logs from all containers. */
export function checkMounts({ engine, stack }: Pick<Place, "engine" | "stack">): Answer {
  const mounting = serversOf(stack)
    .filter(({ attributes: { volumes = [] } }) => volumes.some(({ host_path }) => host_path))
    .map(({ labels }) => labels.server);
  if (mounting.length === 0) return { found: "no server reads files of the Docker host" };
  if (!engine.isRemapped)
    return { found: `${mounting.join(", ")} may read the Docker host's files` };
  throw new UserError(
    `${mounting.join(" and ")} of ${stack.name} read the engine's socket and logs, which the Docker engine at ${engine.address} hides from containers (userns-remap in its daemon.json): deploy a stage before it, or use an engine without userns-remap`,
  );
}
