import { describe, expect, test } from "vitest";
import type { Charts } from "../../../architecture/charts.ts";
import { Cache } from "../../../constructs/cache/cache.ts";
import type { Stage } from "../../../constructs/core/stage.ts";
import { Database } from "../../../constructs/database/database.ts";
import { FileServer } from "../../../constructs/file-server/file-server.ts";
import {
  Observability,
  type ObservabilityProps,
} from "../../../constructs/observability/observability.ts";
import { Traces } from "../../../constructs/observability/traces/traces.ts";
import { PublicAddress } from "../../../constructs/public-address/public-address.ts";
import { Queue } from "../../../constructs/queue/queue.ts";
import { ruleFilesOf } from "../../observability/rules.ts";
import { type StageJson, synthesize } from "../../synthesize.ts";

/** A stage of the parts that `build` puts before its observers, and of those after them. */
function observed(
  build: (stage: Stage) => void,
  props: Pick<ObservabilityProps, "objective" | "thresholds"> = {},
  buildLater: (stage: Stage) => void = () => {},
) {
  const json = synthesize((stage) => {
    build(stage);
    const traces = new Traces(stage, "traces");
    const entry = new FileServer(stage, "file-server");
    const publicAddress = new PublicAddress(stage, "public-address", { entry });
    new Observability(stage, "observability", { publicAddress, traces, ...props });
    buildLater(stage);
  });
  return (JSON.parse(json) as StageJson).resource.docker_container;
}

/** A file that a server reads. */
function fileOf(
  containers: StageJson["resource"]["docker_container"],
  server: string,
  file: string,
) {
  return containers[server]?.upload?.find((each) => each.file.endsWith(file))?.content ?? "";
}

interface ScrapeConfiguration {
  readonly job_name: string;
  readonly dns_sd_configs: readonly { names: string[]; port: number }[];
}

describe("Observability", () => {
  test("scrapes every server of its stage once, those nested in others included", () => {
    const containers = observed((stage) => void new Database(stage, "database", { replicas: 2 }));

    const { scrape_configs } = JSON.parse(
      fileOf(containers, "observability-prometheus", "scrape.json"),
    ) as { scrape_configs: ScrapeConfiguration[] };
    const targets = scrape_configs.flatMap(({ job_name, dns_sd_configs }) =>
      dns_sd_configs.map(({ names: [name], port }) => `${job_name} ${name}:${port}`),
    );
    expect(targets).toEqual(
      expect.arrayContaining([
        "database-proxy database:8405",
        "database members:8008",
        "etcd etcd:2379",
        "admin-proxy observability-page-metrics:8405",
        "public-address public-address-metrics:8405",
      ]),
    );
    expect(new Set(targets).size).toBe(targets.length);
  });

  test("probes the page that the application names", () => {
    const targets = fileOf(
      observed(() => {}),
      "observability-prometheus",
      "scrape.json",
    );

    expect(targets).toContain('"http://public-address:8080/products/1"');
  });

  test("joins no network of a server that exposes no metrics", () => {
    const containers = observed((stage) => void new Database(stage, "database"));

    const joined = containers["observability-prometheus"]?.networks_advanced ?? [];
    expect(joined.map(({ name }) => name)).not.toContain("${docker_network.database.name}");
  });

  test("alerts on what its stage has, and on nothing else", () => {
    const without = observed(() => {});
    const withCache = observed((stage) => void new Cache(stage, "cache"));

    const rulesOf = (containers: typeof without) =>
      Object.keys(ruleFilesOf(containers["observability-prometheus"] ?? {}));
    expect(rulesOf(without)).toEqual(expect.arrayContaining(["file-server.yml", "server.yml"]));
    expect(rulesOf(without)).not.toContain("cache.yml");
    expect(rulesOf(withCache)).toContain("cache.yml");
  });

  test("alerts from the thresholds and the objective of its stage on", () => {
    const queue = (stage: Stage) => void new Queue(stage, "queue");
    const changed = observed(queue, {
      objective: { availability: 0.999, latencyMs: 250 },
      thresholds: { queueLength: 500 },
    });

    const rules = ruleFilesOf(changed["observability-prometheus"] ?? {});
    const asEver = ruleFilesOf(observed(queue)["observability-prometheus"] ?? {});
    expect(rules["queue.yml"]).toBe(asEver["queue.yml"]?.replace("> 100", "> 500"));
    expect(rules["objectives.yml"]).toContain("> 14.4 * 0.001\n");
    expect(rules["objectives.yml"]).toContain('le="0.25"');
    expect(rules["objectives.yml"]).toContain("failed, above the budget of 0.1 %.");
    expect(rules["objectives.yml"]).toContain("took over 250 ms, above the budget of 5 %.");
    expect(changed["observability-dashboard"]?.env).toContain("LATENCY_OBJECTIVE_MS=250");
  });

  test.each([
    [
      { objective: { latencyMs: 300 } },
      "which no histogram counts: use one of 5, 10, 25, 50, 100,",
    ],
    [{ objective: { fastShare: 0.9 } }, "fastShare is 0.9: use a share from 0.94 to 0.9999"],
    [{ objective: { availability: 1 } }, "availability is 1: use a share from 0.94 to 0.9999"],
    [{ thresholds: { memoryShare: 90 } }, "memoryShare is 90: use a share from 0 to 1"],
    [{ thresholds: { queueLength: 0 } }, "queueLength is 0: use a number over 0"],
  ])("fails when no alert could fire, or all would: %j", (props, message) => {
    expect(() => observed(() => {}, props)).toThrow(message);
  });

  test("shows the runbooks of what its stage has, and a list of them", () => {
    const containers = observed(() => {});

    const file = (name: string) => fileOf(containers, "observability-dashboard", name);
    expect(file("runbooks/README.md")).toContain(
      "- [ServerDown](server-down.md): A server's container is stopped, dead or paused.\n",
    );
    expect(file("runbooks/server-down.md")).toContain("# ServerDown\n");
    expect(file("runbooks/cache-down.md")).toBe("");
  });

  test("draws the charts of what its stage has", () => {
    const containers = observed((stage) => void new Cache(stage, "cache"));

    const { every, roles } = JSON.parse(
      fileOf(containers, "observability-dashboard", "charts.json"),
    ) as Charts;
    expect(every.map(({ title }) => title)).toEqual(["CPU, of its limit", "Memory"]);
    expect(roles.cache?.map(({ title }) => title)).toContain("Lookups");
    expect(Object.keys(roles)).not.toContain("queue");
  });

  test("starts after the servers that it observes", () => {
    const containers = observed((stage) => void new Cache(stage, "cache"));

    expect(containers["observability-prometheus"]?.depends_on).toEqual(
      expect.arrayContaining(["docker_container.cache", "docker_container.public-address"]),
    );
  });

  test("fails when a server is created after it, and would not be scraped", () => {
    const build = () =>
      observed(
        () => {},
        {},
        (stage) => void new Cache(stage, "cache"),
      );

    expect(build).toThrow(
      "stage-test/cache is created after stage-test/observability, which does not scrape it: create it before",
    );
  });
});
