import { createHash } from "node:crypto";
import type { Labels, Place } from "../../architecture/labels.ts";
import { Blueprint } from "../core/blueprint.ts";
import type { PrivateNetwork } from "./private-network.ts";
import { settings } from "./rendering.ts";
import type { Server } from "./server.ts";

/** Stands for a server's own unique name in its configuration, since the name depends on the rest. */
export const SELF = "<self>";

/** A server on a network: it answers there if it has aliases, and asks others if it has none. */
export interface Attachment {
  readonly network: PrivateNetwork;
  readonly server: Server;
  readonly aliases: readonly string[];
}

/** What a server is made of, gathered until synthesis, and the names that result from it. */
export class ServerConfiguration {
  private readonly attachments: Attachment[] = [];

  constructor(private readonly server: Server) {}

  /** Puts the machine on a network, where the server that runs on it has these aliases. */
  attach(network: PrivateNetwork, server: Server, aliases: readonly string[]): void {
    this.attachments.push({ network, server, aliases });
  }

  /** The server's name, with a hash where a new server must not collide with the one it replaces. */
  get name(): string {
    const { serverName, replacedByNew } = this.server;
    return replacedByNew ? `${serverName}-${this.hash}` : serverName;
  }

  /** A digest of all that makes the server be replaced, its host included. */
  get hash(): string {
    const { host } = this.server.props;
    return digest([this.ownHash, host?.machine.configuration.hash]);
  }

  /** A digest of all that makes the server be replaced, its host left out. */
  get ownHash(): string {
    const { props } = this.server;
    const { image, user, data, enginePath, publishedPort, publishedOn, stopSignal } = props;
    return digest({
      image: image.tag,
      place: this.place,
      machine: {
        user,
        data,
        enginePath,
        publishedPort,
        publishedOn,
        stopSignal,
        cpus: this.limits.cpus,
      },
      settings: settings(props),
      configuration: [props.command?.(), props.environment?.(), props.files?.()],
      networks: this.attachments.map(({ network, aliases }) => [network.name, aliases]).sort(),
    });
  }

  get command(): string[] {
    return this.named(this.server.props.command?.() ?? []);
  }

  /** Environment variables by name. */
  get environment(): Record<string, string> {
    const variables = this.named(this.server.props.environment?.() ?? {});
    return Object.fromEntries(Object.entries(variables).filter(isGiven));
  }

  /** Contents of configuration files by path. */
  get files(): Record<string, string> {
    return this.named(this.server.props.files?.() ?? {});
  }

  /** The machine's aliases on each network that it is on. */
  get networks(): Map<PrivateNetwork, string[]> {
    return this.namedNetworks(({ configuration }) => configuration.name);
  }

  /** The same, with a name that is said for each server. */
  namedNetworks(nameOf: (server: Server) => string): Map<PrivateNetwork, string[]> {
    const networks = new Map<PrivateNetwork, string[]>();
    for (const { network, server, aliases } of this.attachments) {
      const names = aliases.map((alias) => alias.replaceAll(SELF, nameOf(server)));
      networks.set(network, [...(networks.get(network) ?? []), ...names]);
    }
    return networks;
  }

  /** What finds the server again; the hash makes a change that the provider misses replace it. */
  get labels(): Labels {
    const { environment } = Blueprint.of(this.server);
    return { ...this.place, environment: environment.name, hash: this.hash };
  }

  /** The machine's size, in cores and MiB; on a shared host an equal share of it. */
  get limits(): { cpus: string; memoryMiB: number } {
    const { host } = this.server.props;
    const { cpus, memoryMiB } = host?.size ?? this.server.props.size;
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
      port: props.port,
      role: props.role,
      server: serverName,
    };
  }

  private named<T>(configuration: T): T {
    return JSON.parse(JSON.stringify(configuration).replaceAll(SELF, this.name)) as T;
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
