import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../../environment.ts";
import { run, tail, which } from "../process.ts";
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
  checkout = root,
): Promise<T> {
  const { prefix, isShallow } = await readHistory(checkout);
  const commit = await commitOf(checkout, revision, isShallow);
  const worktree = mkdtempSync(join(tmpdir(), "blueprint-base-"));
  try {
    const { ok, all } = await git(
      checkout,
      "worktree",
      "add",
      "--detach",
      "--force",
      worktree,
      commit,
    );
    if (!ok) throw new UserError(`git worktree add failed:\n${tail(all)}`);
    const folder = join(worktree, prefix);
    if (!existsSync(join(folder, "main.ts"))) {
      throw new UserError(
        `${revision} has no ${prefix}main.ts: name a revision of this project, from a clone of it`,
      );
    }
    await providePackages(folder, checkout);
    return await use(folder, commit);
  } finally {
    await git(checkout, "worktree", "remove", "--force", worktree);
    rmSync(worktree, { recursive: true, force: true });
  }
}

/** The history that this checkout is part of. */
interface History {
  /** The checkout's folder in its repository, with a slash at its end; empty for the repository itself. */
  readonly prefix: string;
  /** Whether only its newest commits are here. */
  readonly isShallow: boolean;
}

async function readHistory(checkout: string): Promise<History> {
  const { ok, stdout, stderr } = await git(
    checkout,
    "rev-parse",
    "--is-shallow-repository",
    "--show-prefix",
  );
  const [isShallow, prefix = ""] = stdout.split("\n");
  if (ok) return { prefix, isShallow: isShallow === "true" };
  if (!which("git"))
    throw new UserError("git is not on the path, and --base needs it: install git");
  throw new UserError(
    `git has no history of ${checkout}, which --base needs: do what git asks for, or clone the project if it was unpacked from an archive:\n${tail(stderr)}`,
  );
}

async function commitOf(checkout: string, revision: string, isShallow: boolean): Promise<string> {
  const name = `${revision}^{commit}`;
  const { ok, stdout } = await git(
    checkout,
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    name,
  );
  if (ok) return stdout.trim();
  const fetch = isShallow ? "fetch it first (git fetch --unshallow)" : "fetch it first";
  throw new UserError(
    `there is no git revision "${revision}" here: ${fetch}, or name another one, such as main or HEAD~1`,
  );
}

/** Links the checkout's packages if both have the same lock file, else installs them. */
async function providePackages(folder: string, checkout: string): Promise<void> {
  const lock = (place: string) => {
    const file = join(place, "package-lock.json");
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  if (lock(folder) === lock(checkout)) {
    const { workspaces } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as {
      readonly workspaces: readonly string[];
    };
    for (const place of ["", ...workspaces]) {
      const packages = join(checkout, place, "node_modules");
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

/** Runs git in the checkout, without the user's hooks and line endings. */
function git(checkout: string, ...args: string[]): ReturnType<typeof run> {
  const settings = ["-c", "core.hooksPath=/dev/null", "-c", "core.autocrlf=false"];
  return run("git", [...settings, ...args], { cwd: checkout, uninterrupted: true });
}
