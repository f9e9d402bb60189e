import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Attachment } from "./configuration.ts";
import { isMetricsName } from "./metrics.ts";
import { Server } from "./server.ts";

/** What a stage is made of: its machines, what runs on them, and who may ask whom. */
export interface Architecture {
  /** The stage's name: `stage-7`. */
  readonly stage: string;
  /** In the order of their names. */
  readonly machines: readonly Machine[];
  /** In the order of who asks, who is asked and the network. */
  readonly connections: readonly Connection[];
}

/** A device on which one server runs, or several that share it. */
export interface Machine {
  readonly name: string;
  /** The id of the part of the stage that it belongs to: `database`, `cdn`. */
  readonly group: string;
  readonly size: MachineSize;
  /** In the order of their names. */
  readonly servers: readonly ServerDescription[];
}

/** What a machine may use at the most. */
export interface MachineSize {
  readonly name: string;
  /** CPU time in cores. */
  readonly cpus: number;
  readonly memoryMiB: number;
}

/** A service that runs on a machine. */
export interface ServerDescription {
  /** The same in every stage: `app-1`. */
  readonly name: string;
  readonly role: string;
  /** Where it listens. */
  readonly port: number;
  /** Whether it keeps something that outlives it. */
  readonly data: boolean;
  /** Under which port of the engine's machine it is reached; left out if it isn't. */
  readonly publishedPort?: number;
}

/** A server that can ask another one, since it was let into its network. */
export interface Connection {
  /** The name of the server that asks. */
  readonly from: string;
  /** The name of the server that is asked. */
  readonly to: string;
  readonly network: string;
  /** Where the one that is asked listens. */
  readonly port: number;
}

/**
 * Describes a stage from the constructs that it is made of. There is nothing in it that changes from
 * one deploy to the next, such as a hash, and nothing secret: two stages can be compared by it.
 */
export function describeArchitecture(stack: TerraformStack): Architecture {
  const servers = stack.node.findAll().filter((child) => child instanceof Server);
  return {
    stage: stack.node.id,
    machines: machines(servers),
    connections: connections(servers),
  };
}

/** The description of the stage that a construct belongs to, as a server's configuration file. */
export function architectureFile(scope: Construct): string {
  return `${JSON.stringify(describeArchitecture(TerraformStack.of(scope)))}\n`;
}

function machines(servers: readonly Server[]): Machine[] {
  const holders = new Set(servers.map(({ machine }) => machine));
  return [...holders].map((holder) => describe(holder, servers)).sort(by(({ name }) => name));
}

function describe(holder: Server, servers: readonly Server[]): Machine {
  const guests = servers.filter((server) => server !== holder && server.machine === holder);
  const running = guests.length > 0 ? guests : [holder];
  const { name, cpus, memoryMiB } = running[0]?.props.host?.size ?? holder.props.size;
  return {
    name: holder.serverName,
    group: groupOf(holder),
    size: { name, cpus, memoryMiB },
    servers: running
      .map(({ serverName, props: { role, port, data, publishedPort } }) => ({
        name: serverName,
        role,
        port,
        data: data !== undefined,
        ...(publishedPort === undefined ? {} : { publishedPort }),
      }))
      .sort(by(({ name }) => name)),
  };
}

/** The path begins with the stage. */
function groupOf(construct: Construct): string {
  return construct.node.path.split("/")[1] ?? "";
}

/** Who joined a network without an alias asks; who has one there answers. */
function connections(servers: readonly Server[]): Connection[] {
  const attachments = servers.flatMap(({ configuration }) => [...configuration.attached]);
  const answers = attachments.filter(({ aliases }) => !aliases.every(isMetricsName));
  const asks = attachments.filter(({ aliases }) => aliases.length === 0);
  const all = asks.flatMap(({ network, server }) =>
    answers
      .filter((answer) => answer.network === network && answer.server !== server)
      .map((answer) => connection(server, answer)),
  );
  return [...new Map(all.map((each) => [key(each), each])).values()].sort(by(key));
}

function connection(from: Server, { server, network }: Attachment): Connection {
  return {
    from: from.serverName,
    to: server.serverName,
    network: network.name,
    port: server.props.port,
  };
}

function key({ from, to, network }: Connection): string {
  return [from, to, network].join(" ");
}

/** Numbers count: `app-2` comes before `app-10`. */
const collator = new Intl.Collator("en", { numeric: true });

function by<T>(text: (item: T) => string): (one: T, other: T) => number {
  return (one, other) => collator.compare(text(one), text(other));
}
