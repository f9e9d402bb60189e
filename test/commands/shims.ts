import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { type Environment, readEnvironment, root } from "../../environment.ts";

/** What a docker command prints, by a pattern of the shell that its arguments match. */
export type Answers = Readonly<Record<string, string>>;

/** An engine without containers, with its own network. */
export const ANSWERS: Answers = {
  "context inspect*": JSON.stringify({
    // a file that each user can open, and in which no engine answers
    Endpoints: { docker: { Host: "unix:///dev/null" } },
  }),
  "version *": JSON.stringify({ Server: { ApiVersion: "1.48" } }),
  "info *": JSON.stringify({
    ServerVersion: "28.0.0",
    Driver: "overlay2",
    MemTotal: 2 ** 33,
    DockerRootDir: "/",
  }),
  "image inspect*": "sha256:1f2e",
  "network ls --quiet*": "n1",
  "network inspect*": JSON.stringify([
    { Id: "n1", IPAM: { Config: [{ Subnet: "172.17.0.0/16" }] } },
  ]),
};

const TERRAFORM = `case $1 in
version) echo '{"terraform_version":"1.11.4","platform":"linux_amd64"}' ;;
providers) echo 'provider[registry.test/kreuzwerker/docker] 4.5.0' ;;
init) test ! -d terraform.d || touch .terraform.lock.hcl ;;
esac`;

/** Commands that run with shims of docker and terraform, and without any engine. */
export class Shims {
  readonly environment: Environment;
  private readonly folder = mkdtempSync(join(tmpdir(), "blueprint-"));
  private readonly variables: Record<string, string>;

  constructor() {
    const name = `shims-${randomBytes(4).toString("hex")}`;
    this.variables = { BLUEPRINT_ENVIRONMENT: name, BLUEPRINT_PORT: "28123" };
    this.environment = readEnvironment(this.variables);
    this.write("terraform", TERRAFORM);
    const mirror = join(this.folder, "registry.test/kreuzwerker/docker");
    mkdirSync(mirror, { recursive: true });
    writeFileSync(join(mirror, "terraform-provider-docker_4.5.0_linux_amd64.zip"), "");
    this.answer({});
  }

  /** All other docker commands succeed and print nothing. */
  answer(answers: Answers): void {
    const cases = Object.entries({ ...answers, ...ANSWERS, ...answers }).map(
      ([pattern, output]) =>
        `${pattern.replaceAll(" ", "\\ ")}) printf '%s\\n' '${output.replaceAll("'", "'\\''")}' ;;`,
    );
    const log = `echo "$* $DOCKER_HOST $DOCKER_CERT_PATH" >> ${this.log}`;
    this.write("docker", [log, 'case "$*" in', ...cases, "*) ;;", "esac"].join("\n"));
  }

  /** Writes the environment's state, and secrets that fit to it. */
  writeState(text: string): void {
    const { folder, secretsFile, stateFile } = this.environment;
    mkdirSync(folder, { recursive: true });
    writeFileSync(secretsFile, "{}");
    writeFileSync(stateFile, text);
  }

  /** Runs a command, and returns its exit code and all that it printed. */
  run(
    args: readonly string[],
    variables: Record<string, string> = {},
  ): Promise<{ code: number | null; printed: string }> {
    const path = [this.folder, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter);
    const mirror = { BLUEPRINT_PROVIDER_MIRROR: this.folder };
    const child = spawn(process.execPath, [join(root, "commands/run.mjs"), ...args], {
      cwd: root,
      env: { PATH: path, HOME: this.folder, ...mirror, ...this.variables, ...variables },
    });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        printed += text;
      });
    }
    return new Promise((done) => child.on("close", (code) => done({ code, printed })));
  }

  /** What docker was called with, a line each: the arguments, DOCKER_HOST and DOCKER_CERT_PATH. */
  get calls(): string {
    return existsSync(this.log) ? readFileSync(this.log, "utf8") : "";
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
    rmSync(this.environment.folder, { recursive: true, force: true });
  }

  private get log(): string {
    return join(this.folder, "docker.log");
  }

  private write(name: string, script: string): void {
    writeFileSync(join(this.folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(this.folder, name), 0o755);
  }
}
