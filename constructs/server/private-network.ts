import { Network } from "@cdktf/provider-docker/lib/network/index.js";
import { Construct } from "constructs";
import { Blueprint } from "../core/blueprint.ts";
import { nameOf } from "../core/name.ts";
import type { INetwork } from "./interfaces.ts";

/** Props of a `PrivateNetwork`. */
export interface PrivateNetworkProps {
  /**
   * Whether the network is internal: without routes to other networks and without published ports.
   * @default true
   */
  readonly internal?: boolean;
  /** A DNS name by which the members reach the Docker host. @default - none */
  readonly dockerHostName?: string;
}

/** A private network: it connects the members that were granted access, and no others. */
export class PrivateNetwork extends Construct implements INetwork {
  /** The name without the environment: `app`. */
  readonly name: string;
  /** The Terraform expression for the network's name in Docker. */
  readonly id: string;
  readonly dockerHostName?: string;

  constructor(scope: Construct, id: string, props: PrivateNetworkProps = {}) {
    super(scope, id);
    const { environment } = Blueprint.of(this);
    this.name = nameOf(this.node);
    this.dockerHostName = props.dockerHostName;

    const network = new Network(this, "network", {
      name: `${environment.name}-${this.name}`,
      internal: props.internal ?? true,
      labels: [{ label: "blueprint.environment", value: environment.name }],
    });
    this.id = network.name;
  }
}
