import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../architecture/size.ts";
import { Blueprint } from "../core/blueprint.ts";
import { fillTemplate } from "../core/template.ts";
import { filesConfiguration, NGINX, nginxImage } from "../nginx/nginx.ts";
import { httpCheck } from "../server/health-check.ts";
import type { IClient, IEndpoint } from "../server/interfaces.ts";
import { Replacement } from "../server/replacement.ts";
import { Server } from "../server/server.ts";
import { Tier } from "../server/tier.ts";
import { charts } from "./charts.ts";

/** Props of a `FileServer`. */
export interface FileServerProps {
  /** How many file servers there are, each with its own volume. @default 1 */
  readonly servers?: number;
  /** CPU and memory limits of each one's machine. @default Size.MICRO */
  readonly size?: Size;
}

/**
 * File servers (nginx), each with the static files of this release and of the four previous ones on
 * its volume: a page that a client has already loaded still finds the files that it links to. A file
 * that one of them lacks comes from another one.
 */
export class FileServer extends Tier implements IEndpoint {
  readonly port = 8080;
  override readonly monitoring = { folder: import.meta.dirname, charts };

  constructor(scope: Construct, id: string, props: FileServerProps = {}) {
    super(scope, id);

    for (let number = 1; number <= (props.servers ?? 1); number++) {
      const server = new Server(this, `${number}`, {
        role: "file-server",
        image: nginxImage(this),
        user: "www-data",
        size: props.size ?? Size.MICRO,
        port: this.port,
        data: "/var/lib/files",
        replacement: Replacement.startFirst(),
        command: () => ["publish-files"],
        environment: (self) => ({
          METRICS_LISTEN: self.metricsListen(NGINX.port).join(" "),
        }),
        files: (self) => ({
          "/etc/nginx/nginx.conf": fillTemplate(join(import.meta.dirname, "file-server.conf"), {
            ...filesConfiguration(Blueprint.of(this).application),
            address: self.addresses,
            files: this.address,
            port: this.port,
            server: self.serverName,
          }),
        }),
        healthCheck: httpCheck(this.port, "/rotation"),
      });
      this.servers.push(server);
    }
    this.servers[0]?.moveFrom(this.address);
  }

  protected override get exporters() {
    return [{ job: "file-server", ...NGINX }];
  }

  /** Makes a client, whose pages link to the files, start after they are published. */
  publishBefore(client: IClient): void {
    client.startAfter(this.servers);
  }
}
