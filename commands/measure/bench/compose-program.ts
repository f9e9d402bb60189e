import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { localFolder } from "../../../environment.ts";
import { run, which } from "../../lib/process.ts";
import { live, step } from "../../lib/progress.ts";
import { UserError } from "../../lib/user-error.ts";
import { execute } from "./program.ts";

/** The newest version 2 that `go install` accepts: the go.mod of later ones excludes modules. */
const source = { module: "github.com/docker/compose/v2/cmd", version: "v2.32.4" };

/** Returns the command of Compose v2: the installed one, or one built once from source. */
export async function findCompose(): Promise<readonly string[]> {
  const built = join(localFolder, "tools", "docker-compose");
  if (await isVersion2(["docker", "compose"])) return ["docker", "compose"];
  if (which("docker-compose") && (await isVersion2(["docker-compose"]))) return ["docker-compose"];
  if (!existsSync(built)) await build(built);
  return [built];
}

async function isVersion2([program = "", ...args]: readonly string[]): Promise<boolean> {
  const { ok, stdout } = await run(program, [...args, "version", "--short"], { timeoutMs: 10_000 });
  return ok && /^v?[2-9]\./.test(stdout.trim());
}

async function build(file: string): Promise<void> {
  if (!which("go")) {
    throw new UserError(
      "neither Docker Compose v2 nor Go to build it is installed: install Docker's compose plugin",
    );
  }
  live.print(
    "Docker Compose v2 is not installed: building it from source, which takes a minute or two",
  );
  await step(`building Docker Compose ${source.version} with Go, once`, async (report) => {
    const folder = join(localFolder, "tools");
    mkdirSync(folder, { recursive: true });
    let packages = 0;
    const version = `-X github.com/docker/compose/v2/internal.Version=${source.version}`;
    const args = ["install", "-v", "-trimpath", `-ldflags=-s -w ${version}`];
    await execute("go", [...args, `${source.module}@${source.version}`], {
      env: { CGO_ENABLED: "0", GOBIN: folder },
      onLine: (line) => {
        packages += 1;
        report(line.startsWith("go: ") ? line.slice(4) : `${packages} packages compiled`);
      },
    });
    renameSync(join(folder, "cmd"), file);
  });
}
