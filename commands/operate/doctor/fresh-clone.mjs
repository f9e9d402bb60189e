// What `npm run doctor` looks at before the npm packages are installed. Built-in modules only.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** What a program prints; undefined if it is not on the path, an error if it fails. */
async function ask(program, ...args) {
  try {
    const { stdout } = await execute(program, args, { timeout: 10_000 });
    return stdout.trim();
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    const [reason] = `${error.stderr || error.message}`.trim().split("\n");
    return new Error(error.killed ? "no answer in 10 s" : reason);
  }
}

async function checkTerraform() {
  const name = "Terraform";
  const asked = process.env.TERRAFORM_BINARY_NAME;
  for (const program of asked ? [asked] : ["terraform", "tofu"]) {
    const told = await ask(program, "version");
    if (told === undefined) continue;
    return told instanceof Error
      ? { name, mark: "✗", found: `${program} fails: ${told.message}`, fix: "install it anew" }
      : { name, mark: "✓", found: told.split("\n")[0] };
  }
  return { name, mark: "✗", found: "not on the path", fix: "install Terraform or OpenTofu" };
}

async function checkEngine() {
  const told = await ask("docker", "version", "--format", "{{.Server.Version}}");
  const isInstalled =
    !process.env.DOCKER_HOST && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  return isInstalled
    ? rowOf("Docker engine", told, "→", "deploy installs what is missing and starts it")
    : rowOf("Docker engine", told, "✗", "install Docker, start it, and may use it");
}

async function checkGo() {
  const told = await ask("go", "env", "GOVERSION");
  const fix = "only needed where the Terraform registry can't be reached";
  return rowOf("Go", told, "→", fix);
}

function rowOf(name, told, mark, fix) {
  if (typeof told === "string") return { name, mark: "✓", found: told.replace(/^go/, "") };
  return { name, mark, found: told?.message ?? "not on the path", fix };
}

/** Prints the part of doctor's table that can be known, and gives the exit code. */
export async function diagnose(reason) {
  const rows = [
    { name: "Node", mark: "✓", found: process.versions.node },
    { name: "npm packages", mark: "→", found: reason, fix: "installed by deploy" },
    ...(await Promise.all([checkTerraform(), checkEngine(), checkGo()])),
  ];
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, mark, found, fix } of rows) {
    console.log(`${mark} ${name.padEnd(width)}  ${found}${fix ? ` → ${fix}` : ""}`);
  }
  const lacking = rows.filter(({ mark }) => mark === "✗").length;
  console.log(
    lacking > 0
      ? `\n${lacking} of these ${lacking === 1 ? "stops" : "stop"} a deploy`
      : "\nthe rest can be looked at once the npm packages are installed",
  );
  return lacking > 0 ? 1 : 0;
}
