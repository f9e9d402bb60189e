import type { Construct } from "constructs";
import type { Size } from "../../architecture/size.ts";
import { Secret } from "../core/secret.ts";
import { FAST_SCRAPE_INTERVAL } from "../server/metrics.ts";
import { Replacement } from "../server/replacement.ts";
import type { Self } from "../server/self.ts";
import { Server } from "../server/server.ts";
import { Tier } from "../server/tier.ts";
import { databaseImage } from "./database-image.ts";
import { Etcd } from "./etcd.ts";

/** PostgreSQL's exporter, which runs beside it. */
const POSTGRESQL = { port: 9187 };

/** Props of `DatabaseMembers`. */
export interface DatabaseMembersProps {
  /** Of each member's machine. */
  readonly size: Size;
  /** How many follow the primary. */
  readonly replicas: number;
  /** What making the database needs. */
  readonly secrets: Record<string, string>;
}

type Named = Pick<Server, "serverName">;

/**
 * PostgreSQL under Patroni on several machines: one of them is the primary, the others follow it.
 * The first one keeps the address and the volume of the server that runs alone in other stages.
 */
export class DatabaseMembers extends Tier {
  readonly port = 5432;
  /** Where Patroni tells what a member is just now. */
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
    // The others know it by this name whichever container it is; theirs have their name already.
    this.first.addAlias(this.ownNetwork(), this.addressOf(this.first));
    etcd.allowFrom(this);
  }

  /** The first member, which is there before the others and goes on alone when they are removed. */
  get first(): Server {
    return this.servers[0] as Server;
  }

  /** The others. One that leads hands over before it goes. */
  get replicas(): readonly Server[] {
    return this.servers.slice(1);
  }

  /** Name, host and port of each member. */
  get endpoints(): { name: string; address: string }[] {
    return this.servers.map((server) => ({
      name: server.serverName,
      address: `${this.addressOf(server)}:${this.port}`,
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
      command: (self) => ["start-patroni", ...(isFirst ? ["/etc/patroni"] : this.following(self))],
      environment: (self) => ({
        ...secrets,
        METRICS_LISTEN: `${listen(self)}:${POSTGRESQL.port}`,
        PATRONI_NAME: self.serverName,
        PATRONI_ETCD3_HOSTS: etcd.endpoints.join(),
        PATRONI_POSTGRESQL_LISTEN: `${self.addresses.join()}:${this.port}`,
        PATRONI_POSTGRESQL_CONNECT_ADDRESS: `${this.addressOf(self)}:${this.port}`,
        PATRONI_RESTAPI_LISTEN: `${listen(self)}:${this.restPort}`,
        PATRONI_RESTAPI_CONNECT_ADDRESS: `${this.addressOf(self)}:${this.restPort}`,
        PATRONI_RESTAPI_PASSWORD: restPassword.reference,
        // A lost member's name is asked for in vain: not for 20 s, or nobody takes over meanwhile.
        RES_OPTIONS: "timeout:1 attempts:1",
      }),
      healthCheck: isFirst ? ask("readiness") : `(${ask("synchronous")} || ${ask("primary")})`,
    });
  }

  private addressOf({ serverName }: Named): string {
    return `${serverName}.${this.ownNetwork().name}`;
  }

  /** A follower's arguments: it makes no database, and hands over to the others before it stops. */
  private following(member: Named): string[] {
    const others = this.servers.filter(({ serverName }) => serverName !== member.serverName);
    return ["/etc/patroni/patroni.yml", ...others.map(({ serverName }) => serverName)];
  }
}

/** Asks a member's Patroni whether it is that; it answers on the member's own network only. */
function ask(what: string): string {
  return `busybox wget -q -O /dev/null http://$PATRONI_RESTAPI_CONNECT_ADDRESS/${what}`;
}
