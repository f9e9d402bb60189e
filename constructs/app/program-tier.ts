import type { Size } from "../../architecture/size.ts";
import { Blueprint } from "../core/blueprint.ts";
import { Image } from "../core/image.ts";
import { Secret } from "../core/secret.ts";
import type { IHost } from "../server/configuration.ts";
import type { ITraces } from "../server/interfaces.ts";
import { PROGRAM_METRICS } from "../server/metrics.ts";
import { Tier } from "../server/tier.ts";
import type { Uses } from "./application.ts";

/** Props of a tier of the application's programs. */
export interface ProgramTierProps {
  /** The services that the programs may use, by the name that they have for each. */
  readonly uses: Uses;
  /** Where the programs send the spans of each request. @default - nowhere */
  readonly traces?: ITraces;
  /** @default 1 */
  readonly servers?: number;
  /** Limits of each machine of its own. @default - a size that fits the tier */
  readonly size?: Size;
  /** @default - their own machines */
  readonly host?: IHost;
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

  /** Of those services, the ones that the application says it uses, in the order of their names. */
  protected usedOf(uses: Uses): Uses {
    const { cache, queues = [] } = this.application;
    const isUsed = (name: string) =>
      (name !== "CACHE" || cache !== undefined) && (name !== "QUEUE" || queues.length > 0);
    const names = Object.keys(uses).filter(isUsed).sort();
    return Object.fromEntries(names.map((name) => [name, uses[name]]));
  }

  /** The environment variables by which a program finds services, and its secrets. */
  protected variables(uses: Uses, traces?: ITraces): Record<string, string | undefined> {
    const { variables, secrets = [], metrics } = this.application;
    const found = Object.entries(uses).map(([name, service]) => service?.variables(name));
    const held = secrets.map((name) => [name, Secret.of(this, secretName(name)).reference]);
    return Object.assign(
      { METRICS_PORT: metrics ? `${PROGRAM_METRICS.port}` : undefined },
      variables,
      Object.fromEntries(held),
      ...found,
      traces?.environment,
    );
  }

  /** Succeeds when a program that listens on a port can do its work. */
  protected healthCheckOn(port: number): string {
    const { healthCheck, ready = "/" } = this.application;
    return healthCheck ?? `busybox wget -q -O /dev/null http://127.0.0.1:${port}${ready}`;
  }

  /** Grants the tier access to the services, and to where its spans go. */
  protected wire(uses: Uses, traces?: ITraces): void {
    traces?.allowFrom(this);
    for (const service of Object.values(uses)) service?.allowFrom(this);
  }
}

/** `COOKIE_SECRET` is the secret `cookie-secret`. */
function secretName(variable: string): string {
  return variable.toLowerCase().replaceAll("_", "-");
}
