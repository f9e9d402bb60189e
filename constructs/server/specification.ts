import type { Size } from "../../architecture/size.ts";
import type { Image } from "../core/image.ts";
import type { Replacement } from "./replacement.ts";
import type { Self } from "./self.ts";

/** A bind mount: a file or folder of the Docker host, and its path in the server's container. */
export interface HostPath {
  /** The path on the Docker host. */
  readonly there: string;
  /** The path in the container. */
  readonly here: string;
}

/** Props of a `Server`, except its host. */
export interface ServerSpecification {
  /** The image of the container. */
  readonly image: Image;
  /** The server's role in the architecture: `web`, `app`, `database` … */
  readonly role: string;
  /** The user that the program runs as, which must exist in the image. */
  readonly user: string;
  /** The port that the program listens on. @default - it listens on no port */
  readonly port?: number;
  /** The health check: a shell command that succeeds when the server can serve. */
  readonly healthCheck: string;
  /** CPU and memory limits of its own machine. Ignored on a shared host, which has its own size. */
  readonly size: Size;
  /** The command and its arguments. @default - the image's command */
  readonly command?: (self: Self) => string[];
  /** Environment variables; undefined ones are omitted. @default - none */
  readonly environment?: (self: Self) => Record<string, string | undefined>;
  /**
   * Configuration files by path; they require a writable root file system.
   * @default - none, and the root is read-only
   */
  readonly files?: (self: Self) => Record<string, string>;
  /** The folder of its data, on a volume that survives replacements. @default - it keeps no data */
  readonly data?: string;
  /**
   * How a changed server replaces the running one.
   * @default - in place if the server keeps data or publishes a port, otherwise the new one starts
   * first
   */
  readonly replacement?: Replacement;
  /** A read-only bind mount of the Docker host. @default - none */
  readonly hostPath?: HostPath;
  /** The port of the Docker host on which `port` is published. @default - not published */
  readonly publishedPort?: number;
  /** The address of the Docker host on which the port is published. @default - all addresses */
  readonly publishedOn?: string;
  /** The signal that stops the program. @default - the image's signal */
  readonly stopSignal?: string;
}
