import { join } from "node:path";
import { Construct } from "constructs";
import { Size } from "../../architecture/size.ts";
import { Image } from "../core/image.ts";
import type { IHost, IServer } from "./configuration.ts";
import { Replacement } from "./replacement.ts";
import { Server } from "./server.ts";

/** Props of a `Host`. */
export interface HostProps {
  /** CPU and memory limits of all its servers together, in equal shares. @default Size.SHARED */
  readonly size?: Size;
}

/** A host (machine) that several servers share: one address, one size. */
export class Host extends Construct implements IHost {
  readonly size: Size;
  readonly servers: IServer[] = [];
  /** The server whose container holds the host's network namespace. */
  readonly machine: IServer;

  constructor(scope: Construct, id: string, props: HostProps = {}) {
    super(scope, id);
    this.size = props.size ?? Size.SHARED;
    this.machine = new Server(this, "server", {
      role: "host",
      image: Image.fromFolder(this, "host", join(import.meta.dirname, "host-image")),
      user: "host",
      size: Size.NANO,
      environment: () => ({ SERVERS: this.servers.map(describe).join(" ") }),
      healthCheck: "servers-answer",
      replacement: Replacement.startFirst({ waits: false }),
    });
  }

  /** Adds a server, which clients reach under the host's address. */
  addServer(server: IServer): void {
    this.servers.push(server);
  }
}

/**
 * Contains the server's hash: a container cannot change its network namespace, so its host is
 * replaced, too.
 */
function describe(server: IServer): string {
  return `${server.serverName}:${server.props.port}:${server.configuration.ownHash}`;
}
