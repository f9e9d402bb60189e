import { setTimeout as sleep } from "node:timers/promises";
import type { Access } from "../../../constructs/app/load.ts";
import type { Environment } from "../../../environment.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { docker, parseRows } from "../../lib/docker.ts";
import { interruption } from "../../lib/interrupt.ts";
import { run, tail } from "../../lib/process.ts";
import { listContainers, runs, startCommand } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";

/** Ctrl-C ends the load or the promotion, and not the reading of its results. */
const options = { uninterrupted: true, timeoutMs: 60_000 } as const;

/** How long the database may have no primary. */
const primaryTimeoutMs = 60_000;

const psql = ["psql", "--host=/tmp", "--no-align", "--tuples-only", "-v", "ON_ERROR_STOP=1"];

/** Reads from the containers of an environment. */
export class ContainerAccess implements Access {
  constructor(
    private readonly environment: Environment,
    private readonly database: string,
  ) {}

  async query(select: string): Promise<string[][]> {
    const end = Date.now() + primaryTimeoutMs;
    for (;;) {
      const containers = (await listContainers(this.environment, "database", options)).filter(runs);
      const answers = await Promise.all(
        containers.map(({ container }) =>
          run(
            "docker",
            ["exec", container, ...psql, ...statementsFor(select), this.database],
            options,
          ),
        ),
      );
      const primaries = answers.filter(({ ok, stdout }) => ok && stdout.startsWith("f"));
      if (primaries[0] && primaries.length === 1) return parseRows(primaries[0].stdout).slice(1);
      if (Date.now() > end) throw this.noPrimary(primaries.length, answers);
      await sleep(500, undefined, { signal: interruption.signal });
    }
  }

  async run(role: string, command: readonly string[]): Promise<string> {
    const servers = await listContainers(this.environment, role, options);
    const server = servers.find(runs);
    if (server) return docker(`read in ${role}`, ["exec", server.container, ...command], options);
    const wayOut = servers[0] ? `: ${startCommand(servers[0])}` : "";
    throw new UserError(
      `no server ${role} of the environment ${this.environment.name} runs, so it cannot be read${wayOut}`,
    );
  }

  private noPrimary(
    primaries: number,
    answers: readonly { readonly ok: boolean; readonly stderr: string }[],
  ): UserError {
    const errors = answers.filter(({ ok }) => !ok).map(({ stderr }) => tail(stderr, 2));
    const found = primaries === 0 ? "it has no primary" : `it has ${primaries} primaries`;
    return new UserError(
      [
        `the database of the environment ${this.environment.name} cannot be queried: ${found} after ${primaryTimeoutMs / 1000} s; see "${variablesOf(this.environment)}npm run database -- status"`,
        ...errors,
      ].join("\n"),
    );
  }
}

/** Whether the server is the primary, and the rows; a replica may lag, and returns none. */
function statementsFor(select: string): string[] {
  const rows = `SELECT * FROM (${select}) AS found WHERE NOT pg_is_in_recovery()`;
  return ["-c", "SELECT pg_is_in_recovery()", "-c", `COPY (${rows}) TO STDOUT`];
}
