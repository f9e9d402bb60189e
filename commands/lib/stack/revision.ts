import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../../environment.ts";
import { run } from "../process.ts";
import { step } from "../progress.ts";
import { UserError } from "../user-error.ts";

/**
 * Checks a revision out into a temporary worktree, with its packages, while `use` runs. The
 * checkout and its branches do not change.
 * @param revision a git revision: `main`, `HEAD~1`, a commit
 */
export async function withRevision<T>(
  revision: string,
  use: (folder: string, commit: string) => Promise<T>,
): Promise<T> {
  const commit = await commitOf(revision);
  const folder = mkdtempSync(join(tmpdir(), "blueprint-base-"));
  try {
    await git("worktree", "add", "--detach", "--force", folder, commit);
    await providePackages(folder);
    return await use(folder, commit);
  } finally {
    await run("git", ["worktree", "remove", "--force", folder], { cwd: root, uninterrupted: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

async function commitOf(revision: string): Promise<string> {
  const { ok, stdout } = await run(
    "git",
    ["rev-parse", "--verify", "--quiet", `${revision}^{commit}`],
    {
      cwd: root,
    },
  );
  if (ok) return stdout.trim();
  throw new UserError(
    `there is no git revision "${revision}" here: fetch it first, or name another one, such as main or HEAD~1`,
  );
}

/** Links the checkout's packages if both have the same lock file, else installs them. */
async function providePackages(folder: string): Promise<void> {
  const lock = (checkout: string) => {
    const file = join(checkout, "package-lock.json");
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  if (lock(folder) === lock(root)) {
    const { workspaces } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      readonly workspaces: readonly string[];
    };
    for (const place of ["", ...workspaces]) {
      const packages = join(root, place, "node_modules");
      const own = join(folder, place, "node_modules");
      if (existsSync(packages) && existsSync(join(folder, place))) symlinkSync(packages, own);
    }
    return;
  }
  await step("installing the packages of the other revision", async () => {
    const { ok, all } = await run("npm", ["ci", "--no-fund", "--no-audit", "--loglevel=error"], {
      cwd: folder,
    });
    if (!ok) throw new UserError(`npm ci failed:\n${all}`);
  });
}

async function git(...args: string[]): Promise<void> {
  const { ok, all } = await run("git", args, { cwd: root, uninterrupted: true });
  if (!ok) throw new UserError(`git ${args[0]} ${args[1]} failed:\n${all}`);
}
