import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../../architecture/size.ts";
import { Image } from "../../core/image.ts";
import { fillTemplate } from "../../core/template.ts";
import { httpCheck } from "../../server/health-check.ts";
import type { IEndpoint } from "../../server/interfaces.ts";
import { Server } from "../../server/server.ts";
import { Tier } from "../../server/tier.ts";

/** Alertmanager, which groups, deduplicates, inhibits and delivers alerts. */
export class Alertmanager extends Tier implements IEndpoint {
  readonly port = 9093;
  override readonly monitoring = { folder: import.meta.dirname };

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const server = new Server(this, "server", {
      role: "alertmanager",
      image: Image.fromFolder(this, "alertmanager", join(import.meta.dirname, "image")),
      user: "prometheus",
      size: Size.MICRO,
      port: this.port,
      data: "/var/lib/alertmanager",
      files: () => ({
        "/etc/alertmanager/alertmanager.yml": fillTemplate(
          join(import.meta.dirname, "alertmanager.yml"),
          {},
        ),
      }),
      healthCheck: httpCheck(this.port, "/-/ready"),
    });
    this.servers.push(server);
  }

  protected override get exporters() {
    return [{ job: "alertmanager", port: this.port }];
  }
}
