import type { Construct } from "constructs";
import type { Host } from "./host.ts";
import { Image } from "./image.ts";
import { Secret } from "./secret.ts";
import { Server } from "./server.ts";
import { Size } from "./size.ts";
import { Tier } from "./tier.ts";

/** Props of a `Database`. */
export interface DatabaseProps {
  /** @default - a machine of its own */
  readonly host?: Host;
  /** Limits of the machine of its own. @default Size.MEDIUM */
  readonly size?: Size;
}

/** PostgreSQL 17, whose volume lives on from stage to stage. */
export class Database extends Tier {
  readonly port = 5432;
  /** The name of the shop's database and of the role that owns it. */
  readonly name = "shop";
  /** The password of that role. */
  readonly password: Secret;

  constructor(scope: Construct, id: string, props: DatabaseProps = {}) {
    super(scope, id);
    this.password = Secret.of(this, "database-password");
    const replicationPassword = Secret.of(this, "database-replication-password");
    const superuserPassword = Secret.of(this, "database-superuser-password");

    const server: Server = new Server(this, "1", {
      role: "database",
      image: Image.of(this, "postgres"),
      user: "postgres",
      size: props.size ?? Size.MEDIUM,
      host: props.host,
      port: this.port,
      data: "/var/lib/postgresql",
      command: () => ["-c", `listen_addresses=${server.addresses.join()}`],
      environment: () => ({
        DATABASE_PASSWORD: this.password.reference,
        REPLICATION_PASSWORD: replicationPassword.reference,
        SUPERUSER_PASSWORD: superuserPassword.reference,
      }),
      healthCheck: "pg_isready --quiet --host=127.0.0.1 --username=shop --dbname=shop",
    });
    this.servers.push(server);
  }

  /** Where to connect to, without the password. */
  get url(): string {
    return `postgres://${this.name}@${this.address}:${this.port}/${this.name}`;
  }
}
