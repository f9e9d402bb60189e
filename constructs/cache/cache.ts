import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../architecture/size.ts";
import type { CacheUse } from "../app/application.ts";
import { Blueprint } from "../core/blueprint.ts";
import { Image } from "../core/image.ts";
import { Secret } from "../core/secret.ts";
import { fillTemplate } from "../core/template.ts";
import type { IService } from "../server/interfaces.ts";
import { FAST_SCRAPE_INTERVAL } from "../server/metrics.ts";
import { Server } from "../server/server.ts";
import { Tier } from "../server/tier.ts";
import { charts } from "./charts.ts";

/** Valkey's Prometheus exporter, a sidecar process on the same machine. */
const VALKEY = { port: 9121, interval: FAST_SCRAPE_INTERVAL };

/** Props of a `Cache`. */
export interface CacheProps {
  /**
   * CPU and memory limits of its machine; half of the memory is Valkey's `maxmemory`.
   * @default Size.MICRO
   */
  readonly size?: Size;
}

/**
 * An in-memory cache (Valkey) for hot reads. It persists nothing, so a rolling replacement starts
 * the new server before the old one stops; the app sends invalidations to the one that it reads
 * from.
 */
export class Cache extends Tier implements IService {
  readonly port = 6379;
  override readonly monitoring = { folder: import.meta.dirname, charts };
  /** The application's user and its password. */
  private readonly user: string;
  private readonly password: Secret;

  constructor(scope: Construct, id: string, props: CacheProps = {}) {
    super(scope, id);
    const { size = Size.MICRO } = props;
    const { name, cache: use } = Blueprint.of(this).application;
    this.user = name;
    this.password = Secret.of(this, "cache-password");

    const server = new Server(this, "server", {
      role: "cache",
      image: Image.fromFolder(this, "valkey", join(import.meta.dirname, "image")),
      user: "valkey",
      size,
      port: this.port,
      environment: (self) => ({
        CACHE_PASSWORD: this.password.reference,
        CACHE_RULES: use ? rulesOf(use) : undefined,
        CACHE_USER: this.user,
        LISTEN: self.addresses.join(" "),
        METRICS_LISTEN: self.metricsListen(VALKEY.port).at(-1),
      }),
      files: (self) => ({
        "/etc/valkey/valkey.conf": fillTemplate(join(import.meta.dirname, "valkey.conf"), {
          addresses: self.addresses.join(" "),
          maxClientsMiB: size.memoryMiB / 8,
          maxMemoryMiB: size.memoryMiB / 2,
          port: this.port,
        }),
      }),
      healthCheck: `REDISCLI_AUTH=$CACHE_PASSWORD valkey-cli --user $CACHE_USER -h 127.0.0.1 ping | grep -q PONG`,
    });
    this.servers.push(server);
  }

  protected override get exporters() {
    return [{ job: "cache", ...VALKEY }];
  }

  variables(name: string): Record<string, string> {
    const user = `${this.user}:${this.password.reference}`;
    return { [`${name}_URL`]: `redis://${user}@${this.address}:${this.port}` };
  }
}

/** The rules of Valkey's ACL: `~catalogue:* +get +set`. */
function rulesOf({ keys, commands }: CacheUse): string {
  return [...keys.map((key) => `~${key}`), ...commands.map((each) => `+${each}`)].join(" ");
}
