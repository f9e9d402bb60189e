import type { Size } from "../../architecture/size.ts";
import type { Image } from "../core/image.ts";
import type { Replacement } from "./replacement.ts";
import type { Self } from "./self.ts";

/** A file or folder of the Docker host, and where a server finds it. */
export interface HostPath {
  readonly there: string;
  readonly here: string;
}

/** Props of a `Server`, but for the host that it runs on. */
export interface ServerSpecification {
  readonly image: Image;
  /** What the server is in the architecture: `web`, `app`, `database` … */
  readonly role: string;
  /** The user that the program runs as, one that the image has. */
  readonly user: string;
  /** The port that the program listens on. @default - it answers nobody */
  readonly port?: number;
  /** A shell command that succeeds when the server can do its work. */
  readonly healthCheck: string;
  /** Limits of its own machine. Of no effect on a shared host, which has a size itself. */
  readonly size: Size;
  /** @default - the image's command */
  readonly command?: (self: Self) => string[];
  /** Environment variables; those that are undefined are left out. @default - none */
  readonly environment?: (self: Self) => Record<string, string | undefined>;
  /** Configuration files by path; they need a writable root. @default - none, the root is read-only */
  readonly files?: (self: Self) => Record<string, string>;
  /** Where the server keeps data, on a volume that outlives it. @default - it keeps none */
  readonly data?: string;
  /**
   * @default - the new server starts first, unless the server keeps data or publishes a port: then it
   * is replaced in place
   */
  readonly replacement?: Replacement;
  /** What the server reads of the Docker host. @default - nothing */
  readonly hostPath?: HostPath;
  /** Publishes the port to the outside under this one. @default - not published */
  readonly publishedPort?: number;
  /** The only address of the Docker host on which that port is published. @default - all of them */
  readonly publishedOn?: string;
  /** The signal that asks the program to stop. @default - the image's signal */
  readonly stopSignal?: string;
}
