import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { request } from "undici";
import { freePort } from "../../commands/lib/free-port.ts";
import { type Environment, readEnvironment, root } from "../../environment.ts";

/** A shop of a test's own: its own environment on a free port, beside whatever runs already. */
export class Shop {
  /** A shop that is not deployed yet, or another application, by its folder. */
  static async create(application = ""): Promise<Shop> {
    return new Shop(`test-${randomBytes(3).toString("hex")}`, await freePort(), application);
  }

  /** A shop that an earlier run has left. */
  static at(name: string, port: number): Shop {
    return new Shop(name, port);
  }

  private constructor(
    readonly name: string,
    readonly port: number,
    private readonly application = "",
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get environment(): Environment {
    return readEnvironment(this.variables);
  }

  /** What makes a command of the user's mean this shop. */
  get variables() {
    return {
      BLUEPRINT_APPLICATION: this.application,
      BLUEPRINT_ENVIRONMENT: this.name,
      BLUEPRINT_PORT: `${this.port}`,
    };
  }

  /** What a user types after `npm run`, and what it printed. Throws when it fails. */
  async run(...words: string[]): Promise<string> {
    const { all, exitCode } = await this.start(words);
    if (exitCode !== 0)
      throw new Error(`npm run ${words.join(" ")} ended with ${exitCode}:\n${all}`);
    return all;
  }

  /** Starts what a user types after `npm run`, with variables of its own; it never throws. */
  start(words: readonly string[], variables: Record<string, string> = {}, timeout = 300_000) {
    const env = { ...this.variables, ...variables };
    const command = ["commands/run.mjs", ...words];
    return execa("node", command, { cwd: root, env, all: true, reject: false, timeout });
  }

  /** Removes the shop and all that it left on this machine. */
  async remove(): Promise<void> {
    await this.run("destroy", "--yes");
    await rm(this.environment.folder, { recursive: true, force: true });
  }

  /** What a fresh plan would change, as Terraform prints it; empty when it would change nothing. */
  async plan(stage: string): Promise<string> {
    const terraform = process.env.TERRAFORM_BINARY_NAME ?? "terraform";
    const { stdout, stderr, exitCode } = await execa(
      terraform,
      ["plan", "-detailed-exitcode", "-input=false", "-no-color"],
      {
        cwd: join(this.environment.outdir, "stacks", stage),
        env: { CHECKPOINT_DISABLE: "1" },
        reject: false,
      },
    );
    if (exitCode === 1) throw new Error(`${terraform} plan failed: ${stderr}`);
    return exitCode === 0 ? "" : stdout;
  }

  /** Names of this shop's running containers, by the name of their server. */
  async containers(): Promise<Record<string, string>> {
    const format = '{{ .Label "blueprint.server" }} {{ .Names }}';
    const lines = await docker("ps", "--filter", `label=${this.label}`, "--format", format);
    return Object.fromEntries(lines.split("\n").map((line) => line.split(" ")));
  }

  /** All that the engine still holds of this shop. */
  async remains(): Promise<string> {
    const filter = ["--quiet", "--filter", `label=${this.label}`];
    const lists = [
      await docker("ps", "--all", ...filter),
      await docker("network", "ls", ...filter),
      await docker("volume", "ls", ...filter),
    ];
    return lists.join("");
  }

  /** The ids of all orders that the database holds, as the server that can be written to knows them. */
  orders(): Promise<string[]> {
    return this.query("SELECT id FROM orders WHERE NOT pg_is_in_recovery()");
  }

  /** The status of each order that the database holds, by its id. */
  async statuses(): Promise<Map<string, string>> {
    const sql = "SELECT id || ' ' || status FROM orders WHERE NOT pg_is_in_recovery()";
    return new Map((await this.query(sql)).map((line) => line.split(" ") as [string, string]));
  }

  /** What the servers of the database answer: the one that can be written to, if `sql` says so. */
  async query(sql: string): Promise<string[]> {
    const members = Object.values(await this.databases());
    const answers = await Promise.all(members.map((container) => query(container, sql)));
    return answers.join("\n").split("\n").filter(Boolean);
  }

  /** Names of the running containers of PostgreSQL servers, by the name of their server. */
  async databases(): Promise<Record<string, string>> {
    const containers = Object.entries(await this.containers());
    return Object.fromEntries(containers.filter(([server]) => /^database-\d$/.test(server)));
  }

  /** The ids of the orders that the payment provider has charged, once for each charge. */
  async charges(): Promise<string[]> {
    return (await this.book()).map(({ orderId }) => orderId);
  }

  /** The payment provider's book. */
  async book(): Promise<{ orderId: string; status: string }[]> {
    const { "payment-provider": container = "" } = await this.containers();
    const book = await docker("exec", container, "cat", "/var/lib/payment/book.jsonl");
    return book
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  /** Gets a page or, by default, what a program gets. */
  async get(path: string, accept = "application/json"): Promise<{ status: number; text: string }> {
    const { statusCode, body } = await request(`${this.url}${path}`, { headers: { accept } });
    return { status: statusCode, text: await body.text() };
  }

  private get label(): string {
    return `blueprint.environment=${this.name}`;
  }
}

/** Runs the Docker client and gives what it printed. */
export async function docker(...words: string[]): Promise<string> {
  return (await execa("docker", words)).stdout;
}

/** Runs SQL as the operator of a database's server. */
export function query(container: string, sql: string): Promise<string> {
  const options = ["--host=/tmp", "--no-align", "--tuples-only", "-v", "ON_ERROR_STOP=1"];
  return docker("exec", container, "psql", ...options, "-c", sql, "shop");
}

/** Waits until `check` is true, looking ten times a second. */
export async function until(what: string, check: () => Promise<boolean>, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain until ${what}`);
    await sleep(100);
  }
}
