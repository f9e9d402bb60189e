import { DockerProvider } from "@cdktf/provider-docker/lib/provider/index.js";
import { LocalBackend, TerraformElement, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import { dockerProvider } from "../../provider.ts";
import type { Uses } from "../app/application.ts";
import type { ITraces } from "../server/interfaces.ts";
import { Blueprint } from "./blueprint.ts";
import { nameOf } from "./name.ts";

/** A version of the application's architecture. All stages write to the one state of the environment. */
export abstract class Stage extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const blueprint = Blueprint.of(this);

    new DockerProvider(this, "docker");
    this.addOverride("terraform.required_providers.docker.version", dockerProvider.version);
    new LocalBackend(this, {
      path: blueprint.pathFromStage(id, blueprint.environment.stateFile),
    });
  }

  /** The services that the application uses beyond the path. */
  outside(traces?: ITraces): Uses {
    return Blueprint.of(this).outside(this, traces);
  }

  /** Leaves out the elements' metadata, which names the stage: two stages can be diffed as they are. */
  override toTerraform(): Record<string, unknown> {
    const { "//": metadata, ...json } = super.toTerraform();
    return { "//": metadata, ...withoutMetadata(json) };
  }

  /** Resources are named after their place in the tree, the same in every stage. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return nameOf(TerraformElement.isTerraformElement(element) ? element.node : (element as Node));
  }
}

function withoutMetadata<T>(json: T): T {
  return JSON.parse(JSON.stringify(json, (key, value) => (key === "//" ? undefined : value))) as T;
}
