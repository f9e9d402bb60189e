import { Testing } from "cdktf";
import { describe, expect, test } from "vitest";
import application from "../../../application.ts";
import { AppTier } from "../../../constructs/app/app-tier.ts";
import { WorkerTier } from "../../../constructs/app/worker-tier.ts";
import { Database } from "../../../constructs/database/database.ts";
import { Queue } from "../../../constructs/queue/queue.ts";
import outside from "../../../shop/outside.ts";
import { Stage6 } from "../../../stacks/stage-6.ts";
import { Stage8 } from "../../../stacks/stage-8.ts";
import { blueprint, type StageJson, synthesize } from "../../synthesize.ts";

const { docker_container: containers } = (
  JSON.parse(
    synthesize((stage) => {
      const outside = stage.outside();
      const database = new Database(stage, "database");
      const queue = new Queue(stage, "queue");
      new AppTier(stage, "app", { uses: { DATABASE: database, QUEUE: queue } });
      new WorkerTier(stage, "worker", { uses: { DATABASE: database, QUEUE: queue, ...outside } });
    }),
  ) as StageJson
).resource;

interface ScrapeConfiguration {
  readonly job_name: string;
  readonly dns_sd_configs: readonly { readonly names: readonly string[] }[];
}

const networksOf = (server: string) =>
  containers[server]?.networks_advanced?.map(({ name }) => name.match(/network\.([\w-]+)/)?.[1]);

describe("Queue", () => {
  test("keeps its messages on a volume, under a node name independent of the container", () => {
    expect(containers["queue-1"]).toMatchObject({
      name: "shop-queue-1",
      volumes: [
        { container_path: "/var/lib/rabbitmq", volume_name: "${docker_volume.queue-1.name}" },
      ],
    });
    expect(containers["queue-1"]?.env).toContain("RABBITMQ_NODENAME=rabbit@queue-1.queue-members");
  });

  test("has one node by default, or a cluster whose nodes know each other", () => {
    const { docker_container: cluster } = (
      JSON.parse(synthesize((stage) => void new Queue(stage, "queue", { servers: 3 }))) as StageJson
    ).resource;
    const nodesOf = (all: typeof cluster) =>
      Object.keys(all).filter((server) => /^queue-\d/.test(server));

    expect(nodesOf(containers)).toEqual(["queue-1"]);
    expect(nodesOf(cluster)).toEqual(["queue-1", "queue-2", "queue-3"]);
    for (const node of nodesOf(cluster)) {
      const names = [1, 2, 3].map((number) => `rabbit@queue-${number}.queue-members`);
      expect(cluster[node]?.env).toContain(`NODES=${names}`);
    }
  });

  test("waits before it is replaced: not two nodes at once", () => {
    expect(containers["queue-1"]?.destroy_grace_seconds).toBe(120);
  });

  test("publishes no port itself: an admin proxy publishes its page, on loopback only", () => {
    expect(containers["queue-1"]?.ports).toBeUndefined();
    expect(networksOf("queue-1")).toEqual(["queue-members", "queue"]);
    expect(containers["queue-page"]?.ports).toEqual([
      { internal: 8080, external: 8081, ip: "127.0.0.1" },
    ]);
  });
});

describe("AppTier with a queue", () => {
  test("has no access to an external service that the workers take over", () => {
    expect(networksOf("app-1")?.sort()).toEqual(["database", "queue"]);
    expect(containers["app-1"]?.env?.join()).not.toContain("PAYMENT_URL");
  });

  test("does not depend on the queue's start or replacement", () => {
    expect(containers["app-1"]?.depends_on ?? []).not.toContain("docker_container.queue-1");
  });
});

describe("WorkerTier", () => {
  test("has access to the queue and to the external service, and listens for no clients", () => {
    const aliases = containers["worker-1"]?.networks_advanced?.flatMap((each) => each.aliases);

    expect(networksOf("worker-1")?.sort()).toEqual(["database", "payment-provider", "queue"]);
    expect(aliases).toEqual([]);
    expect(containers["worker-1"]?.command).toEqual(["node", "worker.js"]);
  });

  test("grants another kind of worker no access to what the first one takes over", () => {
    const workers = { ...application.workers, mailer: { command: ["node", "mailer.js"] } };
    const stage = new Stage6(blueprint({ ...application, workers }, outside));
    const { resource } = JSON.parse(Testing.synth(stage, true)) as StageJson;

    const mailer = resource.docker_container["worker-mailer-2"];
    const networks = mailer?.networks_advanced?.map(({ name }) => name.match(/k\.([\w-]+)/)?.[1]);
    expect(networks?.sort()).toEqual(["database", "queue"]);
    expect(mailer?.env?.join()).not.toContain("PAYMENT_URL");
    expect(mailer?.command).toEqual(["node", "mailer.js"]);
  });

  test("gives each kind of worker a scrape job and a name to be scraped by", () => {
    const workers = { ...application.workers, mailer: { command: ["node", "mailer.js"] } };
    const stage = new Stage8(blueprint({ ...application, workers }, outside));
    const { resource } = JSON.parse(Testing.synth(stage, true)) as StageJson;

    const aliasesOf = (server: string) =>
      resource.docker_container[server]?.networks_advanced?.flatMap(({ aliases = [] }) => aliases);
    const scrape = resource.docker_container["observability-prometheus"]?.upload?.find(({ file }) =>
      file.endsWith("scrape.json"),
    );
    const names = (
      JSON.parse(scrape?.content ?? "") as { scrape_configs: ScrapeConfiguration[] }
    ).scrape_configs
      .filter(({ job_name }) => ["worker", "mailer"].includes(job_name))
      .map(({ job_name, dns_sd_configs }) => [job_name, dns_sd_configs[0]?.names]);
    expect(names).toEqual([
      ["worker", ["worker-metrics"]],
      ["mailer", ["mailer-metrics"]],
    ]);
    expect(aliasesOf("worker-1")).toContain("worker-metrics");
    expect(aliasesOf("worker-mailer-1")).toContain("mailer-metrics");
    expect(aliasesOf("worker-mailer-1")).not.toContain("worker-metrics");
  });
});
