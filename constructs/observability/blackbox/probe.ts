import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../../architecture/size.ts";
import { Image } from "../../core/image.ts";
import { fillTemplate } from "../../core/template.ts";
import type { PublicAddress } from "../../public-address/public-address.ts";
import { httpCheck } from "../../server/health-check.ts";
import type { IEndpoint, Metrics } from "../../server/interfaces.ts";
import { FAST_SCRAPE_INTERVAL } from "../../server/metrics.ts";
import { Server } from "../../server/server.ts";
import { Tier } from "../../server/tier.ts";

/** Props of a `Probe`. */
export interface ProbeProps {
  /** The public address that it probes. */
  readonly publicAddress: PublicAddress;
  /** The path that it probes. @default "/" */
  readonly path?: string;
}

/** The blackbox exporter, which probes the public address from outside, once for each scrape. */
export class Probe extends Tier implements IEndpoint {
  readonly port = 9115;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ProbeProps,
  ) {
    super(scope, id);
    if (props.path && !props.path.startsWith("/")) {
      throw new Error(`${this.node.path} probes the path "${props.path}": begin it with /`);
    }
    const server = new Server(this, "server", {
      role: "blackbox",
      image: Image.fromFolder(this, "blackbox", join(import.meta.dirname, "image")),
      user: "prometheus",
      size: Size.NANO,
      port: this.port,
      command: (self) => [
        "prometheus-blackbox-exporter",
        "--config.file=/etc/blackbox.yml",
        "--log.level=error",
        ...self.metricsListen(this.port).map((address) => `--web.listen-address=${address}`),
      ],
      files: () => ({
        "/etc/blackbox.yml": fillTemplate(join(import.meta.dirname, "blackbox.yml"), {}),
      }),
      healthCheck: httpCheck(this.port, "/-/healthy"),
    });
    this.servers.push(server);
    server.join(props.publicAddress.outside);
  }

  override get metrics(): readonly Metrics[] {
    const { path = "/", publicAddress } = this.props;
    const { address, port } = publicAddress;
    const query = { module: ["customer"], target: [`http://${address}:${port}${path}`] };
    const probe = {
      job: "probe",
      address: this.address,
      port: this.port,
      path: "/probe",
      query,
      interval: FAST_SCRAPE_INTERVAL,
    };
    return [...super.metrics, probe];
  }

  protected override get exporters() {
    return [{ job: "blackbox", port: this.port }];
  }
}
