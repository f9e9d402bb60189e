import { dependable, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { metricsName } from "../../architecture/metrics-name.ts";
import type { Size } from "../../architecture/size.ts";
import type { Image } from "../core/image.ts";
import { nameOf } from "../core/name.ts";
import { SELF, ServerConfiguration } from "./configuration.ts";
import type { Host } from "./host.ts";
import type { PrivateNetwork } from "./private-network.ts";
import { renderContainer } from "./rendering.ts";
import type { IPeer } from "./tier.ts";

/** A file or folder of the engine's machine, and where a server finds it. */
export interface EnginePath {
  readonly there: string;
  readonly here: string;
}

/** Props of a `Server`. */
export interface ServerProps {
  readonly image: Image;
  /** What the server is in the architecture: `web`, `app`, `database` … */
  readonly role: string;
  /** The user that the program runs as, one that the image has. */
  readonly user: string;
  /** The port that the program listens on. */
  readonly port: number;
  /** A shell command that succeeds when the server can do its work. */
  readonly healthCheck: string;
  /** Limits of the machine of its own. Of no effect on a shared host, which has a size itself. */
  readonly size: Size;
  /** @default - a machine of its own */
  readonly host?: Host;
  /** @default - the image's command */
  readonly command?: () => string[];
  /** Environment variables; those that are undefined are left out. @default - none */
  readonly environment?: () => Record<string, string | undefined>;
  /** Configuration files by path; they need a writable root. @default - none, the root is read-only */
  readonly files?: () => Record<string, string>;
  /** Where the server keeps data, on a volume that outlives it. @default - it keeps none */
  readonly data?: string;
  /**
   * Whether the data may be used by an old and a new server at once: then a new one serves before
   * the old one goes.
   * @default false
   */
  readonly sharesData?: boolean;
  /**
   * Whether an old server hands its data over to the new one as soon as that one is ready to begin.
   * @default false
   */
  readonly handsOverData?: boolean;
  /** What the server sees of the engine's machine, and can't replace. @default - nothing */
  readonly enginePath?: EnginePath;
  /** Publishes the port to the outside under this one. @default - not published */
  readonly publishedPort?: number;
  /** The only address of the engine's machine on which that port is published. @default - all of them */
  readonly publishedOn?: string;
  /** Whether a deploy waits until the server is healthy. @default true */
  readonly wait?: boolean;
  /** What asks the program to stop. @default - the image's signal */
  readonly stopSignal?: string;
  /**
   * Whether a server that does not stop when it is to be removed makes the deploy fail after a
   * minute, with all as it was, instead of being killed.
   * @default false
   */
  readonly mayRefuseToStop?: boolean;
}

/**
 * A service that runs on a host: on a machine of its own, or beside others on a shared one.
 *
 * A server that keeps nothing is replaced by a new one under a new name, which serves before the
 * old one goes. One with data, or with a published port, is replaced in place under the same name,
 * unless several servers may share the data, or one hands it over to the next.
 */
export class Server extends Construct implements IPeer {
  /** The name without the environment, the same in every stage: `app-1`. */
  readonly serverName: string;
  /** Whether a new server serves before this one goes. */
  readonly replacedByNew: boolean;
  readonly configuration: ServerConfiguration;
  /** What Terraform manages the server as. */
  readonly resource: TerraformResource;
  private readonly listens: string[] = [];
  private readonly tells: string[] = [];

  constructor(
    scope: Construct,
    id: string,
    readonly props: ServerProps,
  ) {
    super(scope, id);
    this.serverName = nameOf(this.node);
    const { data, sharesData, handsOverData, publishedPort } = props;
    const keepsData = data !== undefined && !sharesData && !handsOverData;
    this.replacedByNew = !keepsData && publishedPort === undefined;
    this.configuration = new ServerConfiguration(this);
    this.resource = renderContainer(this);
    props.host?.addServer(this);
  }

  /** The machine that the server runs on. */
  get machine(): Server {
    return this.props.host?.machine ?? this;
  }

  /** Where to listen: on loopback and on the networks whose members were let in, nowhere else. */
  get addresses(): readonly string[] {
    return ["127.0.0.1", ...this.listens];
  }

  /** Where to tell figures: where the server listens, and on networks on which it answers nothing else. */
  get metricsAddresses(): readonly string[] {
    return [...this.addresses, ...this.tells];
  }

  /** Each of those addresses with a port. */
  metricsListen(port: number): string[] {
    return this.metricsAddresses.map((address) => `${address}:${port}`);
  }

  /** The name that this server alone has on a network on which it answers. */
  nameOn(network: PrivateNetwork): string {
    return `${this.configuration.name}.${network.name}`;
  }

  /** Answers on that network, under the alias and under a name of its own. */
  serveOn(network: PrivateNetwork, alias: string): void {
    const own = `${SELF}.${network.name}`;
    this.listens.push(own);
    this.machine.configuration.attach(network, this, [alias, own]);
  }

  /** Tells figures on that network, under a name made of the alias, and answers nothing else there. */
  tellOn(network: PrivateNetwork, alias: string): void {
    const own = `${metricsName(SELF)}.${network.name}`;
    this.tells.push(own);
    this.machine.configuration.attach(network, this, [metricsName(alias), own]);
  }

  /** Can reach who answers on that network. */
  join(network: PrivateNetwork): void {
    this.machine.configuration.attach(network, this, []);
  }

  /**
   * Starts when the others are healthy, and goes before them. A server that is replaced by a new
   * one waits for none that is replaced in place: `create_before_destroy` would spread to it, and
   * a second one would start beside the first on the same data. Nor for one that hands its data over,
   * which may take until others have gone.
   */
  startAfter(others: readonly Server[]): void {
    const waitedFor = others.filter(
      (other) => !this.replacedByNew || (other.replacedByNew && !other.props.handsOverData),
    );
    if (waitedFor.length === 0) return;
    this.resource.dependsOn = [
      ...(this.resource.dependsOn ?? []),
      ...waitedFor.map(({ resource }) => dependable(resource)),
    ];
  }
}
