import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../architecture/size.ts";
import { Blueprint } from "../core/blueprint.ts";
import { Secret } from "../core/secret.ts";
import { fillTemplate } from "../core/template.ts";
import { HAPROXY, HAPROXY_CHECK, haproxyImage } from "../haproxy/haproxy.ts";
import type { Host } from "../server/host.ts";
import type { IService } from "../server/interfaces.ts";
import { Replacement } from "../server/replacement.ts";
import { Server } from "../server/server.ts";
import { Tier } from "../server/tier.ts";
import { charts } from "./charts.ts";
import { databaseImage } from "./database-image.ts";
import { DatabaseMembers } from "./database-members.ts";

/** Another proxy serves when one fails. */
const PROXIES = 2;

/** Props of a `Database`. */
export interface DatabaseProps {
  /**
   * How many replicas the primary has, each on its own machine: they serve reads, and one is
   * promoted (failover) when the primary fails.
   * @default 0
   */
  readonly replicas?: 0 | 1 | 2;
  /** The host that the database shares with other servers. @default - its own machine */
  readonly host?: Host;
  /** CPU and memory limits of each own machine. @default Size.MEDIUM */
  readonly size?: Size;
}

/** PostgreSQL 17, standalone or with replicas. The first server keeps its volume in every stage. */
export class Database extends Tier implements IService {
  readonly port = 5432;
  override readonly monitoring = { folder: import.meta.dirname, charts };
  /** The port of the proxies that routes reads to the replicas. */
  readonly readPort = 5433;
  /** The port of the proxies that routes sessions to the primary, past the connection pooler. */
  readonly sessionPort = 5434;
  /** The name of the application's database and of the role that owns it. */
  private readonly name: string;
  /** The password of that role. */
  private readonly password: Secret;
  private members?: DatabaseMembers;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DatabaseProps = {},
  ) {
    super(scope, id);
    const { replicas = 0, host } = props;
    if (replicas > 0 && host) {
      throw new Error(`${this.node.path} has replicas on one host: leave out the host`);
    }
    this.name = Blueprint.of(this).application.name;
    this.password = Secret.of(this, "database-password");
    this.servers.push(...(replicas > 0 ? this.replicated(replicas) : [this.standalone()]));
  }

  /**
   * Returns `DATABASE_URL`. With replicas, whose connections are pooled, also `DATABASE_READ_URL` for
   * reads that tolerate replication lag, and `DATABASE_SESSION_URL` for what outlasts a transaction,
   * such as `LISTEN`.
   */
  variables(name: string): Record<string, string | undefined> {
    return {
      [`${name}_URL`]: this.urlOn(this.port),
      [`${name}_READ_URL`]: this.props.replicas ? this.urlOn(this.readPort) : undefined,
      [`${name}_SESSION_URL`]: this.props.replicas ? this.urlOn(this.sessionPort) : undefined,
    };
  }

  protected override get exporters() {
    return this.members ? [{ job: "database-proxy", ...HAPROXY }] : [];
  }

  private urlOn(port: number): string {
    return `postgres://${this.name}:${this.password.reference}@${this.address}:${port}/${this.name}`;
  }

  private get size(): Size {
    return this.props.size ?? Size.MEDIUM;
  }

  /** Environment variables that initialize the database: its name and passwords. */
  private get secrets(): Record<string, string> {
    const replication = Secret.of(this, "database-replication-password");
    const superuser = Secret.of(this, "database-superuser-password");
    return {
      DATABASE_NAME: this.name,
      DATABASE_PASSWORD: this.password.reference,
      REPLICATION_PASSWORD: replication.reference,
      SUPERUSER_PASSWORD: superuser.reference,
    };
  }

  private standalone(): Server {
    const { secrets } = this;
    const server = new Server(this, "1", {
      role: "database",
      image: databaseImage(this),
      user: "postgres",
      size: this.size,
      host: this.props.host,
      port: this.port,
      data: "/var/lib/postgresql",
      replacement: Replacement.release(),
      command: (self) => ["start-postgres", "-c", `listen_addresses=${self.addresses.join()}`],
      environment: () => secrets,
      healthCheck:
        "pg_isready --quiet --host=127.0.0.1 --username=$DATABASE_NAME --dbname=$DATABASE_NAME",
    });
    return server;
  }

  /**
   * The cluster's members behind two proxies (HAProxy), each of which routes to the primary and the
   * replicas. Clients find both under one name, so no single machine is on the way to the primary.
   */
  private replicated(replicas: number): Server[] {
    const { size, secrets } = this;
    const members = new DatabaseMembers(this, { replicas, size, secrets });
    this.members = members;
    const proxies = Array.from({ length: PROXIES }, (_, i) => this.proxy(`${i + 1}`, members));
    for (const proxy of proxies) members.allowFrom(proxy);
    // Terraform removes replicas first: a primary among them needs the first member for its
    // switchover, and the proxies while that waits.
    for (const replica of members.replicas) replica.startAfter([members.first, ...proxies]);
    return proxies;
  }

  private proxy(number: string, members: DatabaseMembers): Server {
    return new Server(this, `proxy-${number}`, {
      role: "database-proxy",
      image: haproxyImage(this),
      user: "haproxy",
      size: Size.MICRO,
      port: this.port,
      files: (self) => ({
        "/etc/haproxy/haproxy.cfg": fillTemplate(join(import.meta.dirname, "database-proxy.cfg"), {
          address: self.addresses,
          member: members.endpoints.map(
            ({ name, host }) => `${name} ${host}:${members.poolerPort}`,
          ),
          metricsAddress: self.metricsAddresses,
          metricsPort: HAPROXY.port,
          port: this.port,
          readAddress: self.addresses,
          readPort: this.readPort,
          restPort: members.restPort,
          session: members.endpoints.map(
            ({ name, host }) => `${name} ${host}:${members.port} track primary/${name}`,
          ),
          sessionAddress: self.addresses,
          sessionPort: this.sessionPort,
        }),
      }),
      healthCheck: HAPROXY_CHECK,
    });
  }
}
