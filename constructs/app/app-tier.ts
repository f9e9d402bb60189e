import type { Construct } from "constructs";
import { Size } from "../../architecture/size.ts";
import type { FileServer } from "../file-server/file-server.ts";
import type { IEndpoint } from "../server/interfaces.ts";
import { PROGRAM_METRICS } from "../server/metrics.ts";
import { Server } from "../server/server.ts";
import { appCharts } from "./charts.ts";
import { ProgramTier, type ProgramTierProps } from "./program-tier.ts";

/** Props of an `AppTier`. */
export interface AppTierProps extends ProgramTierProps {
  /**
   * The file server that the pages' static files come from.
   * @default - the web servers serve them
   */
  readonly files?: FileServer;
}

/** App servers: they run the command of the application's image, which serves HTTP. */
export class AppTier extends ProgramTier implements IEndpoint {
  readonly port: number;
  override readonly monitoring = {
    folder: import.meta.dirname,
    charts: { roles: { app: appCharts } },
  };

  constructor(scope: Construct, id: string, props: AppTierProps) {
    super(scope, id);
    const { application } = this;
    // in a stage with workers, what they take over is theirs alone
    const uses = this.usedOf(props.uses, props.uses.QUEUE ? this.takenOver() : []);
    const variables = this.variables(uses, props.traces);
    this.port = application.port;

    for (let number = 1; number <= (props.servers ?? 1); number++) {
      const server = new Server(this, `${number}`, {
        role: "app",
        image: this.image,
        user: application.user,
        size: props.size ?? Size.LEAN,
        host: props.host,
        port: this.port,
        environment: (self) => ({
          ...variables,
          LISTEN: self.addresses.join(),
          PORT: `${this.port}`,
          SERVER_NAME: self.serverName,
        }),
        healthCheck: this.healthCheckOn(this.port),
      });
      this.servers.push(server);
    }
    this.wire(uses, props.traces);
    props.files?.publishBefore(this);
  }

  protected override get exporters() {
    return this.application.metrics ? [{ job: "app", ...PROGRAM_METRICS }] : [];
  }
}
