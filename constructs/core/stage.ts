import { DockerProvider } from "@cdktf/provider-docker/lib/provider/index.js";
import { LocalBackend, TerraformElement, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import { dockerProvider } from "../../provider.ts";
import type { Uses } from "../app/application.ts";
import { tracesOf } from "../observability/traces/otlp-backend.ts";
import type { ITraces } from "../server/interfaces.ts";
import { Blueprint } from "./blueprint.ts";
import { nameOf } from "./name.ts";
import { rendering } from "./once.ts";

/**
 * A stage: one version of the architecture. All stages of an environment share one Terraform state.
 */
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

  /** Returns the application's external services. */
  outside(traces?: ITraces): Uses {
    return Blueprint.of(this).outside(this, tracesOf(this, traces));
  }

  /** Skips the search for references to other stacks, which resolves all elements: a stage has none. */
  override prepareStack(): void {}

  /**
   * Omits the elements' metadata, which contains the stage's name, so that stages can be diffed.
   */
  override toTerraform(): Record<string, unknown> {
    const { "//": metadata, ...json } = rendering(() => super.toTerraform());
    return { "//": metadata, ...withoutMetadata(json) };
  }

  /**
   * A resource's Terraform id comes from its path in the construct tree, the same in every stage.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return nameOf(TerraformElement.isTerraformElement(element) ? element.node : (element as Node));
  }
}

function withoutMetadata<T>(json: T): T {
  return JSON.parse(JSON.stringify(json, (key, value) => (key === "//" ? undefined : value))) as T;
}
