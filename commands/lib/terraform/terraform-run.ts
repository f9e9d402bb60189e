import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { providersLink } from "../../../provider.ts";
import { interruption } from "../interrupt.ts";
import { run, tail } from "../process.ts";
import { keepShowing, live, step } from "../progress.ts";
import { forgetRegistry } from "../setup/registry.ts";
import { type Terraform, terraformVariables } from "../setup/terraform.ts";
import { Interrupted, UserError } from "../user-error.ts";
import { Display } from "./display.ts";
import { parseEvent } from "./events.ts";

/** Takes 0.2 s when nothing changed, so it is always done. */
export async function init(terraform: Terraform, cwd: string): Promise<void> {
  await step(`preparing ${terraform.program}`, async (tell) => {
    const attempt = () =>
      run(terraform.program, ["init", "-input=false", "-no-color"], {
        cwd,
        env: terraformVariables(),
        timeoutMs: 600_000,
        onLine: tell,
      });
    let { ok, all } = await attempt();
    if (!ok && existsSync(providersLink)) {
      // A stand-in that was built anew has another checksum than the one that was locked.
      rmSync(join(cwd, ".terraform.lock.hcl"), { force: true });
      ({ ok, all } = await attempt());
    }
    if (ok) return;
    forgetRegistry();
    throw new UserError(
      `${terraform.program} init failed; run the same command again to look anew for where the provider can be had:\n${tail(all, 25)}`,
    );
  });
}

/**
 * Applies or destroys and shows it. The display that is returned knows the errors.
 * @param targets the addresses of the only resources to change; all if there are none
 */
export async function change(
  terraform: Terraform,
  operation: "apply" | "destroy",
  cwd: string,
  waited: (address: string) => boolean,
  targets: readonly string[] = [],
): Promise<Display> {
  const display = new Display(waited);
  // A process group of its own: Ctrl-C reaches Terraform once, from here, and it stops gracefully.
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
          ? `\n${terraform.program} finishes what it has begun and stops (Ctrl-C again: at once)`
          : `\n${terraform.program} is told to stop at once`,
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
