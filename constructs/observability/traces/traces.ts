import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../../architecture/size.ts";
import { Image } from "../../core/image.ts";
import { httpCheck } from "../../server/health-check.ts";
import type { IClient, IEndpoint, ITraces } from "../../server/interfaces.ts";
import type { PrivateNetwork } from "../../server/private-network.ts";
import { Server } from "../../server/server.ts";
import { Tier } from "../../server/tier.ts";

/** Props of `Traces`. */
export interface TracesProps {
  /**
   * The sampling rate of read-only requests, from 0 to 1. Writes and errors are always sampled.
   * @default 0.1
   */
  readonly shareOfReads?: number;
}

/** Zipkin, which stores the traces of the last thousands of requests in memory. */
export class Traces extends Tier implements IEndpoint, ITraces {
  readonly port = 9411;
  /** Environment variables with its address, for programs that send spans. */
  readonly environment: Record<string, string>;

  constructor(scope: Construct, id: string, props: TracesProps = {}) {
    super(scope, id);
    const server = new Server(this, "server", {
      role: "traces",
      image: Image.fromFolder(this, "zipkin", join(import.meta.dirname, "image")),
      user: "zipkin",
      size: Size.MEDIUM,
      port: this.port,
      healthCheck: httpCheck(this.port, "/health"),
    });
    this.servers.push(server);
    this.environment = {
      ...sendingPrograms(props.shareOfReads),
      TRACES_URL: `http://${this.address}:${this.port}`,
    };
  }

  /** The network of the programs that send spans. */
  get network(): PrivateNetwork {
    return this.ownNetwork();
  }

  /** Grants access to a client, which starts without waiting for Zipkin. */
  override allowFrom(client: IClient): void {
    client.join(this.network);
  }

  protected override get exporters() {
    return [{ job: "traces", port: this.port, path: "/prometheus" }];
  }
}

/** What programs that send spans find in their environment, wherever they send them. */
export function sendingPrograms(shareOfReads = 0.1): Record<string, string> {
  return {
    TRACES_SHARE: `${shareOfReads}`,
  };
}
