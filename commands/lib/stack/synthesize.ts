import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Environment, root } from "../../../environment.ts";
import { explainFileError } from "../file-error.ts";
import { run } from "../process.ts";
import { step } from "../progress.ts";
import { UserError } from "../user-error.ts";

/**
 * Synthesizes all stages and returns the folder of one, for Terraform to run in.
 * @param program the path of the CDKTF app in the checkout
 */
export async function synthesize(
  environment: Environment,
  stage: string,
  program = "main.ts",
): Promise<string> {
  const folder = join(environment.outdir, "stacks", stage);
  await step("synthesizing the stages", () =>
    runProgram(program, root, {
      BLUEPRINT_ENVIRONMENT: environment.name,
      BLUEPRINT_PORT: `${environment.port}`,
      CDKTF_OUTDIR: environment.outdir,
    }),
  );
  if (!existsSync(join(folder, "cdk.tf.json"))) {
    throw new UserError(`${program} did not synthesize ${stage}: add it to its list of stages`);
  }
  return folder;
}

/** Runs a CDKTF app in a checkout. */
export async function runProgram(
  program: string,
  checkout: string,
  env: Record<string, string | undefined>,
): Promise<void> {
  const { ok, all } = await run(process.execPath, ["--import", "tsx", program], {
    cwd: checkout,
    env,
    timeoutMs: 120_000,
  });
  if (ok) return;
  const message = messageOf(all);
  const reason = explainFileError(message)?.message ?? message;
  throw new UserError(`${program} could not be synthesized:\n${reason}`);
}

/** Extracts the message of an uncaught error, without its stack and Node's frame. */
export function messageOf(output: string): string {
  const lines = output.trim().split("\n");
  const first = lines.findIndex((line) => /^(\w*Error)\b.*: /.test(line));
  if (first < 0) return output.trim();
  const stack = lines.findIndex((line, i) => i > first && /^\s+at /.test(line));
  return lines.slice(first, stack < 0 ? undefined : stack).join("\n");
}
