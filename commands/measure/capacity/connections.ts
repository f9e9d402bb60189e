import { run } from "../../lib/process.ts";
import type { RunningServer } from "./servers.ts";

const sql =
  "SELECT count(*)::float / current_setting('max_connections')::int FROM pg_stat_activity WHERE backend_type = 'client backend'";
const psql = ["psql", "--host=/tmp", "--no-align", "--tuples-only", "-c", sql, "postgres"];

/** The highest share of `max_connections` in use; undefined if no database server responds. */
export async function databaseConnectionShare(
  servers: readonly RunningServer[],
): Promise<number | undefined> {
  const databases = servers.filter(({ name }) => /^database-\d+$/.test(name));
  const answers = await Promise.all(
    databases.map(({ container }) => run("docker", ["exec", container, ...psql])),
  );
  return highestShare(answers);
}

/** @param answers the results of `psql`, one for each server */
export function highestShare(
  answers: readonly { readonly ok: boolean; readonly stdout: string; readonly stderr: string }[],
): number | undefined {
  const shares = answers.flatMap(({ ok, stdout, stderr }) => {
    if (ok) return [Number(stdout)];
    return /too many clients|remaining connection slots/.test(stderr) ? [1] : [];
  });
  return shares.length > 0 ? Math.max(...shares) : undefined;
}
