import { existsSync } from "node:fs";
import { resolve, sep } from "node:path";
import { root } from "../../../environment.ts";
import { providersLink } from "../../../provider.ts";
import { run, tail, which } from "../process.ts";
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

/** Finds Terraform or OpenTofu, the first that works. @throws UserError if there is none, with its own reason */
export async function lookForTerraform(): Promise<Terraform> {
  const named = process.env.TERRAFORM_BINARY_NAME;
  const programs = (named ? [pathOf(named)] : ["terraform", "tofu"]).filter((name) => which(name));
  const answers = [];
  for (const program of programs) {
    const answer = await ask(program);
    if (typeof answer !== "string") return answer;
    answers.push(`${program} does not work (${answer}): make "${program} version" work`);
  }
  throw new UserError(
    answers[0] ??
      `${named || "Terraform"} is not on the path: install Terraform (or OpenTofu) ${oldestTerraform} or newer`,
  );
}

/** Terraform runs in other folders than this command. */
function pathOf(program: string): string {
  return program.includes(sep) ? resolve(program) : program;
}

/** Returns what a program says of itself, or why it says nothing: a version manager may stand in its place. */
async function ask(program: string): Promise<Terraform | string> {
  const { ok, stdout, all, timedOut } = await run(program, ["version", "-json"], {
    cwd: root,
    timeoutMs: 20_000,
  });
  if (timedOut) return "no answer in 20 s";
  try {
    if (!ok) throw new Error(all);
    const answer = JSON.parse(jsonIn(stdout)) as { terraform_version: string; platform: string };
    return { program, version: answer.terraform_version, platform: answer.platform };
  } catch {
    return tail(all, 3).replace(/\s+/g, " ") || "it printed nothing";
  }
}

/** Warnings about the CLI configuration and a version manager's words stand before and behind the answer. */
function jsonIn(output: string): string {
  return output.slice(output.search(/^\{/m), output.lastIndexOf("}") + 1);
}

/** Finds Terraform, and makes cdktf use the same program. */
export async function findTerraform(): Promise<Terraform> {
  const terraform = await lookForTerraform();
  if (!isSupported(terraform.version)) {
    throw new UserError(
      `this is ${terraform.program} ${terraform.version}: install ${oldestTerraform} or newer`,
    );
  }
  process.env.TERRAFORM_BINARY_NAME = terraform.program;
  return terraform;
}

/**
 * The environment variables of Terraform where a local folder of providers is in use: it takes precedence over
 * the user's own CLI configuration, and its provider must not get into the user's cache.
 */
export function terraformVariables(): Record<string, string | undefined> {
  if (!existsSync(providersLink)) return {};
  return { TF_CLI_CONFIG_FILE: "/dev/null", TF_PLUGIN_CACHE_DIR: undefined };
}
