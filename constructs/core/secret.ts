import { TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";

/** A password or key, made at random on first use, that reaches Terraform as a sensitive variable. */
export class Secret extends TerraformVariable {
  /** The secret of that name, the same one for all who ask in a stage. */
  static of(scope: Construct, name: string): Secret {
    const stack = TerraformStack.of(scope);
    const secrets = stack.node.tryFindChild("secrets") ?? new Construct(stack, "secrets");
    return (secrets.node.tryFindChild(name) as Secret | undefined) ?? new Secret(secrets, name);
  }

  /** Stands for the value wherever Terraform reads it. */
  readonly reference: string;

  private constructor(scope: Construct, name: string) {
    super(scope, name, { type: "string", sensitive: true });
    this.reference = `\${var.${name}}`;
  }
}
