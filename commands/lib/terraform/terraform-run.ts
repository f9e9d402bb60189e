import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { providersLink } from "../../../provider.ts";
import { interruption } from "../interrupt.ts";
import { run, tail } from "../process.ts";
import { keepShowing, live, step } from "../progress.ts";
import { clearRegistryCache } from "../setup/registry.ts";
import { type Terraform, terraformVariables } from "../setup/terraform.ts";
import { Interrupted, UserError } from "../user-error.ts";
import { Display } from "./display.ts";
import { parseEvent } from "./events.ts";

/** Runs `terraform init`. It takes 0.2 s when nothing changed, so it is always run. */
export async function init(terraform: Terraform, cwd: string): Promise<void> {
  await step(`preparing ${terraform.program}`, async (report) => {
    const attempt = () =>
      run(terraform.program, ["init", "-input=false", "-no-color"], {
        cwd,
        env: terraformVariables(),
        timeoutMs: 600_000,
        onLine: report,
      });
    let { ok, all } = await attempt();
    if (!ok && existsSync(providersLink)) {
      // A rebuilt stand-in has another checksum than the locked one.
      rmSync(join(cwd, ".terraform.lock.hcl"), { force: true });
      ({ ok, all } = await attempt());
    }
    if (ok) return;
    clearRegistryCache();
    throw new UserError(
      `${terraform.program} init failed; run the same command again to look for the provider again:\n${tail(all, 25)}`,
    );
  });
}

/**
 * Runs `terraform apply` or `destroy` and shows its progress. The returned display has the errors.
 * @param waited whether a container's creation waits until it is healthy
 * @param targets the addresses of the resources to change; all if empty
 */
export async function change(
  terraform: Terraform,
  operation: "apply" | "destroy",
  cwd: string,
  waited: (address: string) => boolean,
  targets: readonly string[] = [],
): Promise<Display> {
  const display = new Display(waited);
  // Its own process group: Terraform gets Ctrl-C once, from here, and stops gracefully.
  const options = ["-auto-approve", "-input=false", "-json"];
  const only = targets.map((address) => `-target=${address}`);
  const child = execa(terraform.program, [operation, ...options, ...only], {
    cwd,
    env: terraformVariables(),
    stdin: "ignore",
    reject: false,
    detached: true,
    cleanup: false,
    buffer: { stdout: false },
  });
  const stop = keepShowing(() => display.inProgress(Date.now()));
  let interruptions = 0;
  const { code, stderr } = await interruption.handledBy(
    (count) => {
      interruptions = count;
      live.print(
        count === 1
          ? `\n${terraform.program} finishes its running operations and stops (Ctrl-C again: at once)`
          : `\n${terraform.program} stops at once`,
      );
      child.kill("SIGINT");
    },
    async () => {
      for await (const line of child.iterable({ from: "stdout" })) {
        const event = parseEvent(line);
        const text = event && display.lineFor(event);
        if (text) live.print(text);
      }
      const result = await child;
      return { code: result.exitCode, stderr: result.stderr };
    },
  );
  stop();
  if (interruptions > 0) throw new Interrupted();
  if (code !== 0 && display.errors.length === 0) {
    display.errors.push({ severity: "error", summary: tail(stderr) || `exit code ${code}` });
    live.print(display.errors[0]?.summary ?? "");
  }
  return display;
}
