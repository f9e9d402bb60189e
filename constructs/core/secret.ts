import { TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";

/** A password or key: generated on first use, and passed to Terraform as a sensitive variable. */
export class Secret extends TerraformVariable {
  /** Returns the secret with this name: one instance for each name in a stage. */
  static of(scope: Construct, name: string): Secret {
    const stack = TerraformStack.of(scope);
    const secrets = stack.node.tryFindChild("secrets") ?? new Construct(stack, "secrets");
    return (secrets.node.tryFindChild(name) as Secret | undefined) ?? new Secret(secrets, name);
  }

  /** The Terraform expression for the value. */
  readonly reference: string;

  private constructor(scope: Construct, name: string) {
    super(scope, name, { type: "string", sensitive: true });
    this.reference = `\${var.${name}}`;
  }
}
