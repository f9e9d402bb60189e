import { Network } from "@cdktf/provider-docker/lib/network/index.js";
import { Construct } from "constructs";
import { Blueprint } from "../core/blueprint.ts";
import { nameOf } from "../core/name.ts";
import type { INetwork } from "./interfaces.ts";

/** Props of a `PrivateNetwork`. */
export interface PrivateNetworkProps {
  /**
   * Whether what is on the network has no way out of it.
   * @default true
   */
  readonly internal?: boolean;
}

/** A network that joins those who were let in, and nobody else. */
export class PrivateNetwork extends Construct implements INetwork {
  /** The name without the environment: `app`. */
  readonly name: string;
  /** What a container joins it by. */
  readonly id: string;

  constructor(scope: Construct, id: string, props: PrivateNetworkProps = {}) {
    super(scope, id);
    const { environment } = Blueprint.of(this);
    this.name = nameOf(this.node);

    const network = new Network(this, "network", {
      name: `${environment.name}-${this.name}`,
      internal: props.internal ?? true,
      labels: [{ label: "blueprint.environment", value: environment.name }],
    });
    this.id = network.name;
  }
}
