// The checks of `npm run doctor` before the npm packages are installed. Built-in modules only.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Returns a program's output; undefined if it is not on the PATH, an error if it fails. */
async function outputOf(program, ...args) {
  try {
    const { stdout } = await execute(program, args, { timeout: 10_000 });
    return stdout.trim();
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    // The stub of WSL explains itself on standard output.
    const reason = `${error.stderr || error.stdout || error.message}`.trim().replace(/\s+/g, " ");
    return new Error(error.killed ? "no answer in 10 s" : reason);
  }
}

async function checkTerraform() {
  const name = "Terraform";
  const named = process.env.TERRAFORM_BINARY_NAME;
  let row = { name, mark: "✗", found: "not on the path", fix: "install Terraform or OpenTofu" };
  for (const program of named ? [named] : ["terraform", "tofu"]) {
    const output = await outputOf(program, "version");
    if (typeof output === "string") return { name, mark: "✓", found: output.split("\n")[0] };
    if (output === undefined) continue;
    const found = `${program} does not work (${output.message})`;
    row = { name, mark: "✗", found, fix: `make "${program} version" work` };
  }
  return row;
}

async function checkEngine() {
  const program = await outputOf("docker", "--version");
  const isForeign = typeof program === "string" && /podman/i.test(program);
  const output = isForeign
    ? new Error("the docker command is Podman's")
    : await outputOf("docker", "version", "--format", "{{.Server.Version}}");
  const isDown = output === undefined || /(cannot|failed to) connect/i.test(output.message);
  const canInstall =
    isDown &&
    !process.env.DOCKER_HOST &&
    process.getuid?.() === 0 &&
    existsSync("/usr/bin/apt-get");
  return canInstall
    ? rowOf("Docker engine", output, "→", "deploy installs what is missing and starts it")
    : rowOf(
        "Docker engine",
        output,
        "✗",
        "install and start Docker, and give this user access to it",
      );
}

async function checkGo() {
  const output = await outputOf("go", "env", "GOVERSION");
  const fix = "only needed where the Terraform registry can't be reached";
  return rowOf("Go", output, "→", fix);
}

function rowOf(name, output, mark, fix) {
  if (typeof output === "string") return { name, mark: "✓", found: output.replace(/^go/, "") };
  return { name, mark, found: output?.message ?? "not on the path", fix };
}

/** Prints the checks that need no npm packages, and returns the exit code. */
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
      : "\nthe rest can be checked once the npm packages are installed",
  );
  return lacking > 0 ? 1 : 0;
}
