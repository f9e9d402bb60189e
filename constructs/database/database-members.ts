import type { Construct } from "constructs";
import type { Size } from "../../architecture/size.ts";
import { Secret } from "../core/secret.ts";
import { httpCheck } from "../server/health-check.ts";
import { FAST_SCRAPE_INTERVAL } from "../server/metrics.ts";
import { Replacement } from "../server/replacement.ts";
import type { Self } from "../server/self.ts";
import { Server } from "../server/server.ts";
import { Tier } from "../server/tier.ts";
import { databaseImage } from "./database-image.ts";
import { Etcd } from "./etcd.ts";

/** PostgreSQL's Prometheus exporter, a sidecar process on the same machine. */
const POSTGRESQL = { port: 9187 };

/** Props of `DatabaseMembers`. */
export interface DatabaseMembersProps {
  /** CPU and memory limits of each member's machine. */
  readonly size: Size;
  /** How many replicas there are. */
  readonly replicas: number;
  /** Environment variables that initialize the database: its name and passwords. */
  readonly secrets: Record<string, string>;
}

type Named = Pick<Server, "serverName">;

/**
 * A PostgreSQL cluster under Patroni: one member is the primary, the others are its replicas. The
 * first member has the Terraform address and the volume of the standalone server of other stages.
 */
export class DatabaseMembers extends Tier {
  readonly port = 5432;
  /** The port of the connection pooler on each member's machine. */
  readonly poolerPort = 6432;
  /** The port of Patroni's REST API, which returns a member's current role. */
  readonly restPort = 8008;

  constructor(
    private readonly database: Construct,
    private readonly props: DatabaseMembersProps,
  ) {
    super(database, "members");
    const etcd = new Etcd(database, "etcd");
    const restPassword = Secret.of(this, "database-patroni-password");

    for (let number = 1; number <= 1 + props.replicas; number++) {
      this.servers.push(this.member(`${number}`, etcd, restPassword));
    }
    // A stable name: the first member's container name contains a hash, the others' do not.
    this.first.addAlias(this.ownNetwork(), this.addressOf(this.first));
    etcd.allowFrom(this);
  }

  /**
   * The first member: it exists before the replicas, and resumes as a standalone server without
   * them.
   */
  get first(): Server {
    return this.servers[0] as Server;
  }

  /** The other members. One that is the primary starts a switchover before it stops. */
  get replicas(): readonly Server[] {
    return this.servers.slice(1);
  }

  /** Name and host of each member. */
  get endpoints(): { name: string; host: string }[] {
    return this.servers.map((server) => ({
      name: server.serverName,
      host: this.addressOf(server),
    }));
  }

  protected override get exporters() {
    return [
      { job: "database", port: this.restPort, interval: FAST_SCRAPE_INTERVAL },
      { job: "postgres", ...POSTGRESQL },
    ];
  }

  private member(id: string, etcd: Etcd, restPassword: Secret): Server {
    const isFirst = id === "1";
    const { secrets, size } = this.props;
    const listen = (self: Self) => self.nameOn(this.ownNetwork());
    return new Server(this.database, id, {
      role: "database",
      image: databaseImage(this),
      user: "postgres",
      size,
      port: this.port,
      data: "/var/lib/postgresql",
      replacement: isFirst ? Replacement.release() : Replacement.inPlace({ mayRefuseToStop: true }),
      command: (self) => [
        "start-patroni",
        ...(isFirst ? ["/etc/patroni"] : this.replicaArguments(self)),
      ],
      environment: (self) => ({
        ...secrets,
        METRICS_LISTEN: `${listen(self)}:${POSTGRESQL.port}`,
        POOLER_LISTEN: listen(self),
        PATRONI_NAME: self.serverName,
        PATRONI_ETCD3_HOSTS: etcd.endpoints.join(),
        PATRONI_POSTGRESQL_LISTEN: `${self.addresses.join()}:${this.port}`,
        PATRONI_POSTGRESQL_CONNECT_ADDRESS: `${this.addressOf(self)}:${this.port}`,
        PATRONI_RESTAPI_LISTEN: `${listen(self)}:${this.restPort}`,
        PATRONI_RESTAPI_CONNECT_ADDRESS: `${this.addressOf(self)}:${this.restPort}`,
        PATRONI_RESTAPI_PASSWORD: restPassword.reference,
      }),
      healthCheck: isFirst
        ? checkPatroni("readiness")
        : `(${checkPatroni("synchronous")} || ${checkPatroni("primary")})`,
    });
  }

  private addressOf({ serverName }: Named): string {
    return `${serverName}.${this.ownNetwork().name}`;
  }

  /**
   * Arguments of a replica: a configuration without bootstrap, and its candidates for a switchover.
   */
  private replicaArguments(member: Named): string[] {
    const others = this.servers.filter(({ serverName }) => serverName !== member.serverName);
    return ["/etc/patroni/patroni.yml", ...others.map(({ serverName }) => serverName)];
  }
}

/** A health check of Patroni's REST API, which listens only on the members' network. */
function checkPatroni(endpoint: string): string {
  return httpCheck("$PATRONI_RESTAPI_CONNECT_ADDRESS", `/${endpoint}`);
}
