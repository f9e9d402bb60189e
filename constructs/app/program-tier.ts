import type { Size } from "../../architecture/size.ts";
import { Blueprint } from "../core/blueprint.ts";
import { Image } from "../core/image.ts";
import { Secret } from "../core/secret.ts";
import { tracesOf } from "../observability/traces/otlp-backend.ts";
import { httpCheck } from "../server/health-check.ts";
import type { Host } from "../server/host.ts";
import type { IClient, ITraces } from "../server/interfaces.ts";
import { PROGRAM_METRICS } from "../server/metrics.ts";
import { Tier } from "../server/tier.ts";
import type { Uses } from "./application.ts";

/** Props of a tier of the application's programs. */
export interface ProgramTierProps {
  /** The services that the programs may use, by the name that they use for each. */
  readonly uses: Uses;
  /**
   * Where the programs send their spans, beside the backend that `OTEL_EXPORTER_OTLP_ENDPOINT`
   * names.
   * @default - only there, if anywhere
   */
  readonly traces?: ITraces;
  /** How many servers the tier has; for workers, of each kind. @default 1 */
  readonly servers?: number;
  /** CPU and memory limits of each server's own machine. @default - a size that fits the tier */
  readonly size?: Size;
  /** The host that the servers share. @default - each server has its own machine */
  readonly host?: Host;
}

/** Servers that run the application's programs. */
export abstract class ProgramTier extends Tier {
  protected get application() {
    return Blueprint.of(this).application;
  }

  /** The image of all of the application's programs. */
  protected get image(): Image {
    const { name, image } = this.application;
    return Image.fromFolder(this, name, image);
  }

  /** Names of services that workers take over, without those of one kind of worker. */
  protected takenOver(kind?: string): string[] {
    const { workers = {} } = this.application;
    const own = kind === undefined ? [] : (workers[kind]?.takesOver ?? []);
    const all = Object.values(workers).flatMap(({ takesOver = [] }) => takesOver);
    return all.filter((name) => !own.includes(name));
  }

  /** The services that the application declares to use, without those left to others, sorted by name. */
  protected usedOf(uses: Uses, left: readonly string[]): Uses {
    const { cache, queues = [] } = this.application;
    const isUsed = (name: string) =>
      (name !== "CACHE" || cache !== undefined) &&
      (name !== "QUEUE" || queues.length > 0) &&
      !left.includes(name);
    const names = Object.keys(uses).filter(isUsed).sort();
    return Object.fromEntries(names.map((name) => [name, uses[name]]));
  }

  /** A program's environment variables: service URLs, secrets, and the application's constants. */
  protected variables(uses: Uses, traces?: ITraces): Record<string, string | undefined> {
    const { variables, secrets = [], metrics } = this.application;
    const found = Object.entries(uses).map(([name, service]) => service?.variables(name));
    const held = secrets.map((name) => [name, Secret.of(this, secretName(name)).reference]);
    return Object.assign(
      { METRICS_PORT: metrics ? `${PROGRAM_METRICS.port}` : undefined },
      variables,
      Object.fromEntries(held),
      ...found,
      tracesOf(this, traces)?.environment,
    );
  }

  /** The health check of a program that listens on a port. */
  protected healthCheckOn(port: number): string {
    const { healthCheck, ready } = this.application;
    return healthCheck ?? httpCheck(port, ready);
  }

  /** Grants the tier, or one of its servers, access to the services and to the tracing backends. */
  protected wire(uses: Uses, traces?: ITraces, client: IClient = this): void {
    tracesOf(this, traces)?.allowFrom(client);
    for (const service of Object.values(uses)) service?.allowFrom(client);
  }
}

/** The secret of an environment variable: `cookie-secret` for `COOKIE_SECRET`. */
function secretName(variable: string): string {
  return variable.toLowerCase().replaceAll("_", "-");
}
