/** A stage: its machines, the servers on them, and which machine may connect to which server. */
export interface Architecture {
  /** The stage's name: `stage-7`. */
  readonly stage: string;
  /** Sorted by name. */
  readonly machines: readonly Machine[];
  /** Sorted by client, server and network. */
  readonly connections: readonly Connection[];
}

/** A device on which one server runs, or several that share it. */
export interface Machine {
  readonly name: string;
  /** Id of the construct in the stage that it belongs to: `database`, `cdn`. */
  readonly group: string;
  readonly size: MachineSize;
  /** Sorted by name. */
  readonly servers: readonly ServerDescription[];
}

/** Limits of a machine. */
export interface MachineSize {
  readonly name: string;
  /** CPU time in cores. */
  readonly cpus: number;
  readonly memoryMiB: number;
}

/** A service that runs on a machine. */
export interface ServerDescription {
  /** The same in every stage: `app-1`. */
  readonly name: string;
  readonly role: string;
  /** Port that it listens on. */
  readonly port: number;
  /** Whether it has persistent data. */
  readonly data: boolean;
  /** Port on the Docker host. @default - not published */
  readonly publishedPort?: number;
}

/** A machine that may connect to a server, since it was granted access to the server's network. */
export interface Connection {
  /** Name of the client machine; each of its servers may connect. */
  readonly from: string;
  /** Name of the server. */
  readonly to: string;
  readonly network: string;
  /** Port that the server listens on. */
  readonly port: number;
}
