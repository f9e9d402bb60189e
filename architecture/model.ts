/** What a stage is made of: its machines, what runs on them, and who may ask whom. */
export interface Architecture {
  /** The stage's name: `stage-7`. */
  readonly stage: string;
  /** In the order of their names. */
  readonly machines: readonly Machine[];
  /** In the order of who asks, who is asked and the network. */
  readonly connections: readonly Connection[];
}

/** A device on which one server runs, or several that share it. */
export interface Machine {
  readonly name: string;
  /** The part of the stage that it belongs to, by its id there: `database`, `cdn`. */
  readonly group: string;
  readonly size: MachineSize;
  /** In the order of their names. */
  readonly servers: readonly ServerDescription[];
}

/** What a machine may use at the most. */
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
  /** Where it listens. */
  readonly port: number;
  /** Whether it keeps something that outlives it. */
  readonly data: boolean;
  /** Under which port of the engine's machine it is reached; left out if it isn't. */
  readonly publishedPort?: number;
}

/** A machine that can ask a server, since it was let into its network. */
export interface Connection {
  /** The name of the machine that asks: any of its servers can. */
  readonly from: string;
  /** The name of the server that is asked. */
  readonly to: string;
  readonly network: string;
  /** Where the one that is asked listens. */
  readonly port: number;
}
