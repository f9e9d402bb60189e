import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { architectureOf, type Container } from "../../architecture/architecture-of.ts";
import type { Architecture } from "../../architecture/model.ts";
import { Server } from "./server.ts";

/** Returns the architecture of a stage: its servers when this is called. */
export function describeArchitecture(stack: TerraformStack): Architecture {
  const servers = stack.node.findAll().filter((child) => child instanceof Server);
  return architectureOf(stack.node.id, servers.map(containerOf));
}

/** Returns the architecture of a construct's stage as JSON, a configuration file. */
export function architectureFile(scope: Construct): string {
  return `${JSON.stringify(describeArchitecture(TerraformStack.of(scope)))}\n`;
}

/** Contains no name with a hash, because that hash covers this description, too. */
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
