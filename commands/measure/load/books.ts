import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../../environment.ts";
import { docker, parseRows } from "../../lib/docker.ts";
import { interruption } from "../../lib/interrupt.ts";
import { run, tail } from "../../lib/process.ts";
import { listContainers, runs } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";

/** An order as the shop's database has it. */
export interface Stored {
  readonly id: string;
  /** Its idempotency key. */
  readonly key: string;
  readonly status: string;
}

/** A charge as the payment provider's book has it. */
export interface Charge {
  readonly orderId: string;
  readonly status: string;
  /** When it was made, in milliseconds since 1970. */
  readonly at: number;
}

/** All that an environment knows of orders. */
export interface Books {
  /** When the orders were read, in milliseconds since 1970. */
  readonly readAt: number;
  readonly stored: readonly Stored[];
  readonly charges: readonly Charge[];
}

/** A terminal's Ctrl-C is for the load, or for a promotion, and not for what is asked meanwhile. */
const options = { uninterrupted: true, timeoutMs: 60_000 } as const;

/** How long nobody may lead the database before it is given up. */
const leaderMs = 60_000;

export async function readBooks(environment: Environment): Promise<Books> {
  const readAt = Date.now();
  const stored = await readOrders(environment);
  // Read after the orders: an order that is settled was charged before.
  return { readAt, stored, charges: await readCharges(environment) };
}

const sql = [
  "SELECT pg_is_in_recovery()",
  "COPY (SELECT id, idempotency_key, status FROM orders WHERE NOT pg_is_in_recovery()) TO STDOUT",
].flatMap((statement) => ["-c", statement]);
const psql = ["psql", "--host=/tmp", "--no-align", "--tuples-only", "-v", "ON_ERROR_STOP=1"];

/** Asks the server of the database that leads; waits for it while none does. */
async function readOrders(environment: Environment): Promise<Stored[]> {
  const end = Date.now() + leaderMs;
  for (;;) {
    const containers = (await listContainers(environment, "database", options)).filter(runs);
    const answers = await Promise.all(
      containers.map(({ container }) =>
        run("docker", ["exec", container, ...psql, ...sql, "shop"], options),
      ),
    );
    const leaders = answers.filter(({ ok, stdout }) => ok && stdout.startsWith("f"));
    if (leaders[0] && leaders.length === 1) return parseStored(leaders[0].stdout);
    if (Date.now() > end) throw noLeader(environment, leaders.length, answers);
    await sleep(500, undefined, { signal: interruption.signal });
  }
}

function noLeader(
  { name }: Environment,
  leaders: number,
  answers: readonly { readonly ok: boolean; readonly stderr: string }[],
): UserError {
  const words = answers.filter(({ ok }) => !ok).map(({ stderr }) => tail(stderr, 2));
  const found = leaders === 0 ? "no server of it leads" : `${leaders} servers of it lead`;
  return new UserError(
    [
      `the database of the environment ${name} can't be asked for its orders: ${found} after ${leaderMs / 1000} s; see who does with "npm run database -- status"`,
      ...words,
    ].join("\n"),
  );
}

/** Reads the answer to both statements. */
export function parseStored(output: string): Stored[] {
  return parseRows(output)
    .slice(1)
    .map(([id = "", key = "", status = ""]) => ({ id, key, status }));
}

async function readCharges(environment: Environment): Promise<Charge[]> {
  const servers = await listContainers(environment, "payment-provider", options);
  const [provider] = servers.filter(runs);
  if (!provider) {
    throw new UserError(
      `the payment provider of the environment ${environment.name} does not run, so nobody knows what was charged: start it (docker start ${servers[0]?.container ?? "…"})`,
    );
  }
  const command = ["exec", provider.container, "cat", "/var/lib/payment/book.jsonl"];
  return parseCharges(await docker("read the payment provider's book", command, options));
}

export function parseCharges(book: string): Charge[] {
  return book
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const { orderId, status, at } = JSON.parse(line) as Record<string, string>;
      return { orderId: orderId ?? "", status: status ?? "", at: Date.parse(at ?? "") };
    });
}
