import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../environment.ts";
import { stages, synthesizeStage } from "../synthesize.ts";

const SNAPSHOTS = join(import.meta.dirname, "__files__");

/** A rendered file of a server, or its arguments, one on each line. */
interface Rendering {
  /** The path of the snapshot, from its first user: `stage-2/web-1/etc/nginx/nginx.conf`. */
  readonly name: string;
  readonly content: string;
  /** The stages' numbers by server, which has the file's path appended if that differs. */
  readonly users: Map<string, number[]>;
}

/** Returns each distinct rendering of all stages, by file name and content. */
function findRenderings(): Rendering[] {
  const renderings = new Map<string, Rendering>();
  for (const [index, type] of stages.entries()) {
    const number = index + 1;
    for (const [server, container] of Object.entries(
      synthesizeStage(type).resource.docker_container,
    )) {
      const { command, upload = [] } = container;
      const started = command ? [{ file: "/arguments", content: command.join("\n") }] : [];
      for (const { file, content } of [...started, ...upload].map(withoutHashes)) {
        const key = `${basename(file)}\n${content}`;
        const name = `stage-${number}/${server}${file}`;
        const rendering = renderings.get(key) ?? { name, content, users: new Map() };
        const user = rendering.name.endsWith(file) ? server : `${server}${file}`;
        rendering.users.set(user, [...(rendering.users.get(user) ?? []), number]);
        renderings.set(key, rendering);
      }
    }
  }
  return [...renderings.values()];
}

/** Replaces the hashes in server names, which change with every change of an image. */
function withoutHashes({ file, content }: { file: string; content: string }) {
  return { file, content: content.replace(/-[0-9a-f]{8}\./g, "-hash.") };
}

const configurations = filesOf(join(root, "constructs"));

/**
 * Returns the file under `constructs/` that a rendering copies unchanged, except for Terraform's
 * escapes.
 */
function sourceOf({ name, content }: Rendering): string | undefined {
  const plain = content.replace(/([$%])\1(?=\{)/g, "$1");
  return configurations.find(
    (file) =>
      [basename(name), "alerts.yml"].includes(basename(file)) &&
      readFileSync(join(root, "constructs", file), "utf8") === plain,
  );
}

/** Lists the servers and their stages: `web-1 2 3 4, web-2 3 4`. */
function describeUsers(users: Rendering["users"]): string {
  return [...users].map(([server, numbers]) => [server, ...numbers].join(" ")).join(", ");
}

function filesOf(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return paths.filter((path) => statSync(join(folder, path)).isFile()).sort();
}

const renderings = findRenderings().map((each) => ({ ...each, source: sourceOf(each) }));
const made = renderings.filter(({ source }) => source === undefined);

test("each server has its expected files and arguments, in every stage", () => {
  const lines = renderings.map(
    ({ name, users, source }) => `${name}${source ? ` = ${source}` : ""}: ${describeUsers(users)}`,
  );

  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "stage-1/database-1/arguments: database-1 1 2 3
    stage-1/public-address/etc/haproxy/haproxy.cfg: public-address 1 2 3 4 5 6 7 8
    stage-1/web-1/etc/nginx/nginx.conf: web-1 1 2
    stage-3/load-balancer/etc/haproxy/haproxy.cfg: load-balancer 3 4 5 6
    stage-3/web-1/etc/nginx/nginx.conf: web-1 3 4 5 6 7 8
    stage-3/web-2/etc/nginx/nginx.conf: web-2 3 4 5 6 7 8
    stage-4/database-1/arguments: database-1 4 5 6 7 8
    stage-4/database-2/arguments: database-2 4 5 6 7 8
    stage-4/database-3/arguments: database-3 4 5 6 7 8
    stage-4/database-etcd-1/arguments: database-etcd-1 4 5 6 7 8, database-etcd-2 4 5 6 7 8, database-etcd-3 4 5 6 7 8
    stage-4/database-proxy/etc/haproxy/haproxy.cfg: database-proxy 4 5 6 7 8
    stage-5/cache/etc/valkey/valkey.conf: cache 5 6 7 8
    stage-6/queue-page/etc/haproxy/haproxy.cfg: queue-page 6 7 8
    stage-6/worker-1/arguments: worker-1 6 7 8, worker-2 6 7 8
    stage-7/cdn-1/arguments: cdn-1 7 8
    stage-7/cdn-1/etc/varnish/default.vcl: cdn-1 7 8
    stage-7/cdn-1/etc/varnish/log-format: cdn-1 7 8
    stage-7/cdn-1/etc/haproxy/haproxy.cfg: cdn-1 7 8
    stage-7/cdn-2/arguments: cdn-2 7 8
    stage-7/cdn-2/etc/varnish/default.vcl: cdn-2 7 8
    stage-7/cdn-2/etc/varnish/log-format: cdn-2 7 8
    stage-7/cdn-2/etc/haproxy/haproxy.cfg: cdn-2 7 8
    stage-7/file-server/arguments: file-server 7 8
    stage-7/file-server/etc/nginx/nginx.conf: file-server 7 8
    stage-7/load-balancer/etc/haproxy/haproxy.cfg: load-balancer 7 8
    stage-8/observability-alertmanager/etc/alertmanager/alertmanager.yml = observability/alertmanager/alertmanager.yml: observability-alertmanager 8
    stage-8/observability-blackbox/arguments: observability-blackbox 8
    stage-8/observability-blackbox/etc/blackbox.yml = observability/blackbox/blackbox.yml: observability-blackbox 8
    stage-8/observability-collector/etc/collector/architecture.json: observability-collector 8, observability-dashboard/etc/dashboard/architecture.json 8
    stage-8/observability-collector-engine-door/etc/haproxy/haproxy.cfg: observability-collector-engine-door 8
    stage-8/observability-dashboard/etc/dashboard/charts.json: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/alerts-not-delivered.md = observability/alertmanager/runbooks/alerts-not-delivered.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/cache-down.md = cache/runbooks/cache-down.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/cache-hit-ratio-fallen.md = cache/runbooks/cache-hit-ratio-fallen.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/certificate-near-end.md = public-address/runbooks/certificate-near-end.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/database-without-primary.md = database/runbooks/database-without-primary.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/dead-letters.md = queue/runbooks/dead-letters.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/disk-nearly-full.md = observability/log-host/runbooks/disk-nearly-full.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/error-budget-burn.md = observability/prometheus/runbooks/error-budget-burn.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/file-server-down.md = file-server/runbooks/file-server-down.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/latency-budget-burn.md = observability/prometheus/runbooks/latency-budget-burn.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/logs-not-arriving.md = observability/log-host/runbooks/logs-not-arriving.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/memory-near-limit.md = server/runbooks/memory-near-limit.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/public-address-down.md = public-address/runbooks/public-address-down.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/queue-growing.md = queue/runbooks/queue-growing.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/queue-without-consumers.md = queue/runbooks/queue-without-consumers.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/replication-lag.md = database/runbooks/replication-lag.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/server-down.md = server/runbooks/server-down.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/server-without-database.md = database/runbooks/server-without-database.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/target-gone.md = observability/prometheus/runbooks/target-gone.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/watchdog.md = observability/prometheus/runbooks/watchdog.md: observability-dashboard 8
    stage-8/observability-dashboard/etc/dashboard/runbooks/README.md: observability-dashboard 8
    stage-8/observability-logs/etc/rsyslog.conf: observability-logs 8
    stage-8/observability-page/etc/haproxy/haproxy.cfg: observability-page 8
    stage-8/observability-prometheus/etc/prometheus/prometheus.yml: observability-prometheus 8
    stage-8/observability-prometheus/etc/prometheus/scrape.json: observability-prometheus 8
    stage-8/observability-prometheus/etc/prometheus/rules/golden-signals.yml = observability/prometheus/rules/golden-signals.yml: observability-prometheus 8
    stage-8/observability-prometheus/etc/prometheus/rules/objectives.yml: observability-prometheus 8
    stage-8/observability-prometheus/etc/prometheus/rules/server.yml: observability-prometheus 8
    stage-8/observability-prometheus/etc/prometheus/rules/database.yml: observability-prometheus 8
    stage-8/observability-prometheus/etc/prometheus/rules/cache.yml: observability-prometheus 8
    stage-8/observability-prometheus/etc/prometheus/rules/queue.yml: observability-prometheus 8
    stage-8/observability-prometheus/etc/prometheus/rules/file-server.yml = file-server/alerts.yml: observability-prometheus 8
    stage-8/observability-prometheus/etc/prometheus/rules/public-address.yml: observability-prometheus 8
    stage-8/observability-prometheus/etc/prometheus/rules/log-host.yml = observability/log-host/alerts.yml: observability-prometheus 8
    stage-8/observability-prometheus/etc/prometheus/rules/alertmanager.yml = observability/alertmanager/alerts.yml: observability-prometheus 8
    stage-8/observability-prometheus/etc/prometheus/rules/prometheus.yml = observability/prometheus/alerts.yml: observability-prometheus 8"
  `);
});

test.each(made)("$name is the same as its reviewed snapshot", async ({ name, content }) => {
  await expect(content).toMatchFileSnapshot(join(SNAPSHOTS, name));
});

test("each snapshot belongs to a file that a stage renders", () => {
  expect(filesOf(SNAPSHOTS)).toEqual(made.map(({ name }) => name).sort());
});
