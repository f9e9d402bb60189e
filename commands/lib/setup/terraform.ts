import { existsSync } from "node:fs";
import { providersLink } from "../../../provider.ts";
import { run, which } from "../process.ts";
import { UserError } from "../user-error.ts";

export interface Terraform {
  /** `terraform` or `tofu`. */
  readonly program: string;
  readonly version: string;
  /** As in providers' file names: `linux_amd64`. */
  readonly platform: string;
}

const oldest = [1, 5] as const;
export const oldestTerraform = oldest.join(".");

export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** Finds Terraform or OpenTofu; undefined if neither is installed. */
export async function tryFindTerraform(): Promise<Terraform | undefined> {
  const named = process.env.TERRAFORM_BINARY_NAME;
  const program = (named ? [named] : ["terraform", "tofu"]).find((name) => which(name));
  if (!program) return undefined;
  const { ok, stdout } = await run(program, ["version", "-json"], { timeoutMs: 20_000 });
  if (!ok) return undefined;
  const answer = JSON.parse(stdout) as { terraform_version: string; platform: string };
  return { program, version: answer.terraform_version, platform: answer.platform };
}

/** Finds Terraform, and makes cdktf use the same program. */
export async function findTerraform(): Promise<Terraform> {
  const terraform = await tryFindTerraform();
  if (!terraform) {
    throw new UserError(
      `${process.env.TERRAFORM_BINARY_NAME ?? "Terraform"} is not on the path: install Terraform (or OpenTofu) ${oldestTerraform} or newer`,
    );
  }
  if (!isSupported(terraform.version)) {
    throw new UserError(
      `this is ${terraform.program} ${terraform.version}: install ${oldestTerraform} or newer`,
    );
  }
  process.env.TERRAFORM_BINARY_NAME = terraform.program;
  return terraform;
}

/**
 * The environment variables of every Terraform run. A local folder of providers must take
 * precedence over the user's own CLI configuration.
 */
export function terraformVariables(): Record<string, string> {
  return {
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    ...(existsSync(providersLink) ? { TF_CLI_CONFIG_FILE: "/dev/null" } : {}),
  };
}
