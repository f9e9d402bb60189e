import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run, which } from "../process.ts";

/**
 * Stops Go from downloading a newer toolchain: the user gets an error with the needed version
 * instead. And from using a workspace (go.work) of a folder above the checkout, or flags that
 * `go env -w` wrote for another project.
 */
export const goVariables = {
  GOTOOLCHAIN: "local",
  GOWORK: "off",
  GOFLAGS: "-mod=readonly",
} as const;

/**
 * Makes Go build for a platform, whatever `go env -w` wrote.
 * @param platform as Terraform names it: `linux_amd64`
 */
export function buildVariables(platform: string) {
  const [GOOS, GOARCH] = platform.split("_");
  return { ...goVariables, GOOS, GOARCH, CGO_ENABLED: "0" };
}

/** The Go on the PATH, and the oldest version that can build a module. */
interface Go {
  /** Such as `1.26.8`; undefined if it is not installed. */
  readonly version?: string;
  readonly oldest: string;
  readonly isNewEnough: boolean;
}

/** @param module the folder of the module */
export async function lookForGo(module: string): Promise<Go> {
  const oldest = parseOldest(readFileSync(join(module, "go.mod"), "utf8"));
  if (!which("go")) return { oldest, isNewEnough: false };
  const { stdout } = await run("go", ["env", "GOVERSION"], { env: goVariables });
  const version = stdout.trim().replace(/^go/, "");
  return { version, oldest, isNewEnough: isAsNewAs(version, oldest) };
}

/** The `go` line of a go.mod: an older Go refuses to build the module. */
export function parseOldest(goMod: string): string {
  const [, oldest] = goMod.match(/^go (\S+)$/m) ?? [];
  if (oldest === undefined)
    throw new Error("go.mod has no go line: add the oldest supported version");
  return oldest;
}

export function isAsNewAs(version: string, oldest: string): boolean {
  return version.localeCompare(oldest, "en", { numeric: true }) >= 0;
}
