import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../../architecture/size.ts";
import { Image } from "../../core/image.ts";
import { httpCheck } from "../../server/health-check.ts";
import type { IEndpoint } from "../../server/interfaces.ts";
import { Server } from "../../server/server.ts";
import { Tier } from "../../server/tier.ts";
import { charts } from "./charts.ts";

/** The maximum size of all lines on the disk, compressed. */
const MAX_BYTES = 512 * 1024 * 1024;

/** VictoriaLogs, which stores the log lines of all servers for 14 days and searches them. */
export class LogStore extends Tier implements IEndpoint {
  readonly port = 9428;
  /** The path prefix of its API and its page. */
  readonly path = "/logs";
  override readonly monitoring = { folder: import.meta.dirname, charts };

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const server = new Server(this, "server", {
      role: "logs",
      image: Image.fromFolder(this, "log-store", join(import.meta.dirname, "image")),
      user: "logs",
      size: Size.MEDIUM,
      port: this.port,
      data: "/var/lib/logs",
      environment: (self) => ({
        LISTEN: self.addresses.map((address) => `${address}:${this.port}`).join(),
        MAX_BYTES: `${MAX_BYTES}`,
      }),
      healthCheck: httpCheck(this.port, `${this.path}/health`),
    });
    this.servers.push(server);
  }

  protected override get exporters() {
    return [{ job: "logs", port: this.port, path: `${this.path}/metrics` }];
  }
}
