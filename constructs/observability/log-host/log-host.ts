import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../../architecture/size.ts";
import { Image } from "../../core/image.ts";
import { fillTemplate } from "../../core/template.ts";
import { httpCheck } from "../../server/health-check.ts";
import { Server } from "../../server/server.ts";
import { Tier } from "../../server/tier.ts";
import { charts } from "./charts.ts";

/** rsyslog, which keeps the lines of all servers' logs, and the search over them. */
export class LogHost extends Tier {
  /** Of the search. */
  readonly port = 8080;
  override readonly monitoring = { folder: import.meta.dirname, charts };
  /** Where lines are taken, over RELP: each is acknowledged when it is written. */
  readonly linesPort = 2514;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const server = new Server(this, "server", {
      role: "logs",
      image: Image.fromFolder(this, "log-host", join(import.meta.dirname, "image")),
      user: "logs",
      size: Size.MEDIUM,
      port: this.port,
      data: "/var/lib/logs",
      environment: (self) => ({
        LISTEN: self.addresses.join(),
        PORT: `${this.port}`,
        SERVER_NAME: self.serverName,
      }),
      files: (self) => ({
        "/etc/rsyslog.conf": fillTemplate(join(import.meta.dirname, "rsyslog.conf"), {
          address: self.addresses,
          port: this.linesPort,
        }),
      }),
      healthCheck: httpCheck(this.port, "/healthz"),
    });
    this.servers.push(server);
  }

  protected override get exporters() {
    return [{ job: "logs", port: this.port }];
  }
}
