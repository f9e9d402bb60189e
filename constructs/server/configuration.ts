import { createHash } from "node:crypto";
import type { Construct } from "constructs";
import type { Labels, Place } from "../../architecture/labels.ts";
import type { Size } from "../../architecture/size.ts";
import { Blueprint } from "../core/blueprint.ts";
import type { INetwork, IStartable } from "./interfaces.ts";
import { Self } from "./self.ts";
import { settings } from "./settings.ts";
import type { ServerSpecification } from "./specification.ts";

/** A server as its configuration and its rendering know it. */
export interface IServer extends Construct, IStartable {
  /** The name without the environment, the same in every stage: `app-1`. */
  readonly serverName: string;
  readonly props: ServerSpecification;
  readonly host?: IHost;
  /** The server that holds the network of the machine. */
  readonly machine: IServer;
  readonly configuration: ServerConfiguration;
}

/** A device that several servers share. */
export interface IHost {
  readonly size: Size;
  readonly servers: readonly IServer[];
  /** The server that holds the host's network. */
  readonly machine: IServer;
  /** Takes a server in: clients reach it under the host's address. */
  addServer(server: IServer): void;
}

/** A name that depends on the unique name of the server that has it. */
export type NameOf = (uniqueName: string) => string;

/** A server on a network: it answers there if it has aliases, and is a client if it has none. */
interface Attachment {
  readonly network: INetwork;
  readonly server: IServer;
  readonly aliases: readonly NameOf[];
}

/** What stands for a server's unique name in a digest, which that name is made of. */
const NAMELESS = "<self>";

/** What a server is made of, gathered until synthesis, and the names that result from it. */
export class ServerConfiguration {
  /** Addresses on networks where the server answers clients. */
  readonly listens: NameOf[] = [];
  /** Addresses on networks where it answers nothing but scrapes. */
  readonly exposes: NameOf[] = [];
  private readonly attachments: Attachment[] = [];

  constructor(private readonly server: IServer) {}

  /** Puts the machine on a network, where the server that runs on it has these aliases. */
  attach(network: INetwork, server: IServer, aliases: readonly NameOf[]): void {
    this.attachments.push({ network, server, aliases });
  }

  /** The server's name, with a hash where a new server must not collide with the one it replaces. */
  get name(): string {
    const { serverName, replacement } = this.server;
    return replacement.startsFirst ? `${serverName}-${this.hash}` : serverName;
  }

  /** A digest of all that makes the server be replaced, its host included. */
  get hash(): string {
    return digest([this.ownHash, this.server.host?.machine.configuration.hash]);
  }

  /** A digest of all that makes the server be replaced, its host left out. */
  get ownHash(): string {
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
    return Object.fromEntries(Object.entries(variables).filter(isGiven));
  }

  /** Contents of configuration files by path. */
  get files(): Record<string, string> {
    return this.server.props.files?.(this.self) ?? {};
  }

  /** The machine's aliases on each network that it is on. */
  get networks(): Map<INetwork, string[]> {
    return this.namedNetworks(({ configuration }) => configuration.name);
  }

  /** The same, with a unique name that is given for each server. */
  namedNetworks(nameOf: (server: IServer) => string): Map<INetwork, string[]> {
    const networks = new Map<INetwork, string[]>();
    for (const { network, server, aliases } of this.attachments) {
      const names = aliases.map((alias) => alias(nameOf(server)));
      networks.set(network, [...(networks.get(network) ?? []), ...names]);
    }
    return networks;
  }

  /** What commands find the server by; the hash makes a change that the provider misses replace it. */
  get labels(): Labels {
    const { environment } = Blueprint.of(this.server);
    return { ...this.place, environment: environment.name, hash: this.hash };
  }

  /** The machine's size, in cores and MiB; on a shared host an equal share of it. */
  get limits(): { cpus: string; memoryMiB: number } {
    const { host, props } = this.server;
    const { cpus, memoryMiB } = host?.size ?? props.size;
    const servers = host?.servers.length ?? 1;
    return {
      cpus: decimal(cpus / servers),
      memoryMiB: Math.floor(memoryMiB / servers),
    };
  }

  /** What the server is and where it belongs. */
  get place(): Place {
    const { node, serverName, props, machine } = this.server;
    const asks = this.attachments.filter(({ aliases }) => aliases.length === 0);
    return {
      asks: [...new Set(asks.map(({ network }) => network.name))].sort(),
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

function isGiven(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined;
}

function digest(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 8);
}

/** As the provider reads it back, at least one decimal: `1.0`, `0.66`. */
function decimal(cores: number): string {
  return `${Math.floor(cores * 100) / 100}`.replace(/^\d+$/, "$&.0");
}
