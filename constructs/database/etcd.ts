import type { Construct } from "constructs";
import { Size } from "../../architecture/size.ts";
import { httpCheck } from "../server/health-check.ts";
import { Replacement } from "../server/replacement.ts";
import { Server } from "../server/server.ts";
import { Tier } from "../server/tier.ts";
import { databaseImage } from "./database-image.ts";

/** Three members keep the quorum when one fails. */
const MEMBERS = 3;

/** An etcd cluster, Patroni's store (DCS) for the leader election. */
export class Etcd extends Tier {
  readonly port = 2379;
  private readonly peerPort = 2380;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    for (let number = 1; number <= MEMBERS; number++) this.servers.push(this.member(`${number}`));
  }

  /** The host and port of each member. */
  get endpoints(): string[] {
    return this.servers.map((server) => `${server.nameOn(this.ownNetwork())}:${this.port}`);
  }

  protected override get exporters() {
    return [{ job: "etcd", port: this.port }];
  }

  private member(id: string): Server {
    const server: Server = new Server(this, id, {
      role: "etcd",
      image: databaseImage(this),
      user: "etcd",
      size: Size.MICRO,
      port: this.port,
      data: "/var/lib/etcd",
      command: () => ["etcd"],
      environment: (self) => ({
        ETCD_DATA_DIR: "/var/lib/etcd/data",
        ETCD_NAME: self.serverName,
        ETCD_INITIAL_CLUSTER: this.servers
          .map((each) => `${each.serverName}=${this.peerUrl(each)}`)
          .join(),
        ETCD_INITIAL_ADVERTISE_PEER_URLS: this.peerUrl(server),
        ETCD_ADVERTISE_CLIENT_URLS: `http://${server.nameOn(this.ownNetwork())}:${this.port}`,
        // etcd accepts only IP addresses here. Its machine is on no other network.
        ETCD_LISTEN_PEER_URLS: `http://0.0.0.0:${this.peerPort}`,
        ETCD_LISTEN_CLIENT_URLS: `http://0.0.0.0:${this.port}`,
        ETCD_AUTO_COMPACTION_RETENTION: "1h",
        ETCD_LOG_LEVEL: "warn",
      }),
      healthCheck: httpCheck(this.port, "/health"),
      // start-patroni waits for etcd itself. A deploy that waits, too, would prolong the database's
      // pause.
      replacement: Replacement.inPlace({ waits: false }),
      // etcd survives a kill without loss, and stops at once.
      stopSignal: "SIGKILL",
    });
    return server;
  }

  private peerUrl(server: Server): string {
    return `http://${server.nameOn(this.ownNetwork())}:${this.peerPort}`;
  }
}
