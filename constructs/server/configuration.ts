import { createHash } from "node:crypto";
import type { Construct } from "constructs";
import type { Labels, Place } from "../../architecture/labels.ts";
import type { Size } from "../../architecture/size.ts";
import { Blueprint } from "../core/blueprint.ts";
import { once } from "../core/once.ts";
import type { INetwork, IStartable } from "./interfaces.ts";
import { Self } from "./self.ts";
import { settings } from "./settings.ts";
import type { ServerSpecification } from "./specification.ts";

/** A server, as its configuration and its rendering use it. */
export interface IServer extends Construct, IStartable {
  /** The name without the environment, the same in every stage: `app-1`. */
  readonly serverName: string;
  /** The props that it was made with. */
  readonly props: ServerSpecification;
  /** The host that it shares with other servers. @default - it has its own machine */
  readonly host?: IHost;
  /** The server whose container holds the machine's network namespace. */
  readonly machine: IServer;
  /** The configuration that its container is rendered from. */
  readonly configuration: ServerConfiguration;
}

/** A host (machine) that several servers share. */
export interface IHost {
  /** CPU and memory limits of all its servers together. */
  readonly size: Size;
  /** The servers that share it. */
  readonly servers: readonly IServer[];
  /** The server whose container holds the host's network namespace. */
  readonly machine: IServer;
  /** Adds a server, which clients reach under the host's address. */
  addServer(server: IServer): void;
}

/** Makes an alias or address from a server's unique name. */
export type NameOf = (uniqueName: string) => string;

/**
 * A server's connection to a network: with aliases it listens there, without any it is a client.
 */
interface Attachment {
  readonly network: INetwork;
  readonly server: IServer;
  readonly aliases: readonly NameOf[];
}

/** Replaces a server's unique name in the digest that becomes part of the name. */
const NAMELESS = "<self>";

/**
 * The configuration of a server, collected until synthesis, with the names and hashes derived from
 * it.
 */
export class ServerConfiguration {
  /** Addresses on networks where the server listens for clients. */
  readonly listens: NameOf[] = [];
  /** Addresses on networks where it listens only for scrapes. */
  readonly exposes: NameOf[] = [];
  private readonly attachments: Attachment[] = [];

  constructor(private readonly server: IServer) {}

  /** Connects the machine to a network, with aliases for a server that runs on it. */
  attach(network: INetwork, server: IServer, aliases: readonly NameOf[]): void {
    this.attachments.push({ network, server, aliases });
  }

  /** The server's name; with a hash if a new server starts before the old one stops. */
  get name(): string {
    const { serverName, replacement } = this.server;
    return replacement.startsFirst ? `${serverName}-${this.hash}` : serverName;
  }

  /** A digest of every property whose change replaces the server, including its host. */
  get hash(): string {
    const host = this.server.host?.machine.configuration;
    return once(this, "hash", () => digest([this.ownHash, host?.hash]));
  }

  /** A digest of every property whose change replaces the server, without its host. */
  get ownHash(): string {
    return once(this, "ownHash", () => this.computeOwnHash());
  }

  private computeOwnHash(): string {
    const { props } = this.server;
    const { image, user, data, hostPath, publishedPort, publishedOn, stopSignal } = props;
    const self = this.selfAs(NAMELESS);
    return digest({
      image: image.tag,
      place: this.place,
      machine: {
        user,
        data,
        hostPath,
        publishedPort,
        publishedOn,
        stopSignal,
        cpus: this.limits.cpus,
      },
      settings: settings(props),
      configuration: [props.command?.(self), props.environment?.(self), props.files?.(self)],
      networks: this.attachments
        .map(({ network, aliases }) => [network.name, aliases.map((alias) => alias(NAMELESS))])
        .sort(),
    });
  }

  get command(): string[] {
    return this.server.props.command?.(this.self) ?? [];
  }

  /** Environment variables by name. */
  get environment(): Record<string, string> {
    const variables = this.server.props.environment?.(this.self) ?? {};
    return Object.fromEntries(Object.entries(variables).filter(isDefined));
  }

  /** Contents of configuration files by path. */
  get files(): Record<string, string> {
    return this.server.props.files?.(this.self) ?? {};
  }

  /** The machine's aliases on each network that it is on. */
  get networks(): Map<INetwork, string[]> {
    return this.namedNetworks(({ configuration }) => configuration.name);
  }

  /** The machine's aliases on each network, with other unique names for the servers. */
  namedNetworks(nameOf: (server: IServer) => string): Map<INetwork, string[]> {
    const networks = new Map<INetwork, string[]>();
    for (const { network, server, aliases } of this.attachments) {
      const names = aliases.map((alias) => alias(nameOf(server)));
      networks.set(network, [...(networks.get(network) ?? []), ...names]);
    }
    return networks;
  }

  /**
   * Labels for the commands; the hash forces a replacement for changes that the provider does not
   * detect.
   */
  get labels(): Labels {
    const { environment } = Blueprint.of(this.server);
    return { ...this.place, environment: environment.name, hash: this.hash };
  }

  /** The CPU (cores) and memory limits; on a shared host an equal share of its size. */
  get limits(): { cpus: string; memoryMiB: number } {
    const { host, props } = this.server;
    const { cpus, memoryMiB } = host?.size ?? props.size;
    const servers = host?.servers.length ?? 1;
    return {
      cpus: decimal(cpus / servers),
      memoryMiB: Math.floor(memoryMiB / servers),
    };
  }

  /** The server's place in the architecture. */
  get place(): Place {
    const { node, serverName, props, machine } = this.server;
    const asClient = this.attachments.filter(({ aliases }) => aliases.length === 0);
    return {
      asks: [...new Set(asClient.map(({ network }) => network.name))].sort(),
      // The path begins with the stage.
      group: node.path.split("/")[1] ?? "",
      host: machine.serverName,
      port: props.port ?? 0,
      role: props.role,
      server: serverName,
    };
  }

  private get self(): Self {
    return this.selfAs(this.name);
  }

  private selfAs(name: string): Self {
    const listens = this.listens.map((address) => address(name));
    const exposes = this.exposes.map((address) => address(name));
    const addresses = ["127.0.0.1", ...listens];
    return new Self(this.server.serverName, name, addresses, [...addresses, ...exposes]);
  }
}

function isDefined(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined;
}

function digest(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 8);
}

/** Formats cores as the provider reads them back, with at least one decimal: `1.0`, `0.66`. */
function decimal(cores: number): string {
  return `${Math.floor(cores * 100) / 100}`.replace(/^\d+$/, "$&.0");
}
