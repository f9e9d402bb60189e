import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { architectureOf, type Container } from "../../architecture/architecture-of.ts";
import type { Architecture } from "../../architecture/model.ts";
import { Server } from "./server.ts";

/** Describes a stage from the servers that it has by now. */
export function describeArchitecture(stack: TerraformStack): Architecture {
  const servers = stack.node.findAll().filter((child) => child instanceof Server);
  return architectureOf(stack.node.id, servers.map(containerOf));
}

/** The description of the stage that a construct belongs to, as a server's configuration file. */
export function architectureFile(scope: Construct): string {
  return `${JSON.stringify(describeArchitecture(TerraformStack.of(scope)))}\n`;
}

/** Nothing in it depends on a hash: the description is a part of what is hashed. */
function containerOf({ configuration, props, serverName }: Server): Container {
  const { cpus, memoryMiB } = configuration.limits;
  return {
    place: configuration.place,
    name: serverName,
    cpus: Number(cpus),
    memoryMiB,
    data: props.data !== undefined,
    publishedPort: props.publishedPort,
    networks: [...configuration.namedNetworks(({ serverName }) => serverName)].map(
      ([{ name }, aliases]) => ({ network: name, aliases }),
    ),
  };
}
