import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withRevision } from "../../../../commands/lib/stack/revision.ts";
import { root } from "../../../../environment.ts";

let checkout: string;
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "blueprint-"));
  write("package.json", '{"type":"module","workspaces":[]}');
  write("main.ts", "");
});
afterEach(() => rmSync(checkout, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(checkout, path)), { recursive: true });
  writeFileSync(join(checkout, path), text);
}

function git(...args: string[]): string {
  const settings = ["-c", "user.name=test", "-c", "user.email=test@example.org"];
  const { GIT_DIR, GIT_INDEX_FILE, ...env } = process.env;
  return spawnSync("git", [...settings, ...args], { cwd: checkout, env, encoding: "utf8" }).stdout;
}

function commitAll(): void {
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message=all");
}

/** Returns the commit that was checked out. */
const revision = (name: string, folder = checkout) =>
  withRevision(name, async (_, commit) => commit, folder);

test("a revision is checked out beside the index of a commit that a hook belongs to", () => {
  for (const path of ["commands/lib", "environment.ts"]) {
    cpSync(join(root, path), join(checkout, path), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
  write(".gitignore", "node_modules");
  write(
    "try.ts",
    `import { cleanVariables } from "./commands/lib/variables.mjs";
     import { withRevision } from "./commands/lib/stack/revision.ts";
     cleanVariables(process.env);
     await withRevision("HEAD", async (folder, commit) => console.log(folder, commit));`,
  );
  commitAll();
  write("main.ts", "// changed");
  git("add", "main.ts");
  const variables = {
    GIT_DIR: join(checkout, ".git"),
    GIT_INDEX_FILE: join(checkout, ".git", "index"),
    GIT_PREFIX: "",
  };

  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "try.ts"], {
    cwd: checkout,
    env: { ...process.env, ...variables },
    encoding: "utf8",
  });

  expect(stdout + stderr).toMatch(/^\/\S+blueprint-base-\w+ [0-9a-f]{40}\n$/);
  expect(git("status", "--porcelain")).toBe("M  main.ts\n");
  expect(git("worktree", "list").trim().split("\n")).toHaveLength(1);
});

test("the user's hooks do not run, and line endings stay as they were committed", async () => {
  commitAll();
  write(".git/hooks/post-checkout", "#!/bin/sh\nexit 3\n");
  spawnSync("chmod", ["755", join(checkout, ".git/hooks/post-checkout")]);

  expect(await revision("HEAD")).toMatch(/^[0-9a-f]{40}$/);
});

test("fails with git's reason where there is no history", async () => {
  await expect(revision("HEAD")).rejects.toThrow(
    /^git has no history of .*clone the project if it was unpacked from an archive:\nfatal: not a git repository/,
  );
});

test("fails where the folder lies in another project's history", async () => {
  commitAll();
  const inner = join(checkout, "inner");
  mkdirSync(inner);

  await expect(revision("HEAD", inner)).rejects.toThrow(
    /^HEAD has no inner\/main.ts: name a revision/,
  );
});

test("fails when a shallow clone lacks the revision, and says how to get it", async () => {
  commitAll();
  write(".git/shallow", git("rev-parse", "HEAD"));

  await expect(revision("HEAD~1")).rejects.toThrow(
    'there is no git revision "HEAD~1" here: fetch it first (git fetch --unshallow), or name another one, such as main or HEAD~1',
  );
});
