import { expect, test } from "vitest";
import { type StageJson, stages, synthesizeStage } from "../synthesize.ts";

/** Who reaches whom, as the stages mean it. What is not here must not be. */
const allowed: Record<string, string[]> = {
  Stage1: ["host -> payment-provider", "public-address -> host"],
  Stage2: ["app -> database", "app -> payment-provider", "public-address -> web", "web -> app"],
  Stage3: [
    "app -> database",
    "app -> payment-provider",
    "load-balancer -> web",
    "public-address -> load-balancer",
    "web -> app",
  ],
  Stage4: [
    "app -> database-proxy",
    "app -> payment-provider",
    "database -> database-etcd",
    "database-proxy -> database",
    "load-balancer -> web",
    "public-address -> load-balancer",
    "web -> app",
  ],
  Stage5: [
    "app -> cache",
    "app -> database-proxy",
    "app -> payment-provider",
    "database -> database-etcd",
    "database-proxy -> database",
    "load-balancer -> web",
    "public-address -> load-balancer",
    "web -> app",
  ],
  Stage6: [
    "app -> cache",
    "app -> database-proxy",
    "app -> queue",
    "database -> database-etcd",
    "database-proxy -> database",
    "load-balancer -> web",
    "public-address -> load-balancer",
    "queue-page -> queue",
    "web -> app",
    "worker -> database-proxy",
    "worker -> payment-provider",
    "worker -> queue",
  ],
  Stage7: [
    "app -> cache",
    "app -> database-proxy",
    "app -> queue",
    "cdn -> file-server",
    "cdn -> load-balancer",
    "database -> database-etcd",
    "database-proxy -> database",
    "load-balancer -> web",
    "public-address -> cdn",
    "queue-page -> queue",
    "web -> app",
    "worker -> database-proxy",
    "worker -> payment-provider",
    "worker -> queue",
  ],
};

/** Prometheus reads figures on the networks of those who tell them, the shop's programs tell traces. */
const watched = ["app", "cache", "cdn", "database", "database-etcd", "database-proxy"]
  .concat("file-server", "load-balancer", "payment-provider", "queue", "traces", "web")
  .map((tier) => `observability-prometheus -> ${tier}`);
const observing = ["alertmanager", "blackbox", "collector-host", "dashboard", "logs", "prometheus"];
allowed.Stage8 = [
  ...(allowed.Stage7 ?? []),
  ...watched,
  ...observing.map((server) => `observability-page -> observability-${server}`),
  "observability-page -> traces",
  "observability-blackbox -> public-address",
  ...["app", "payment-provider", "worker"].map((tier) => `${tier} -> traces`),
].sort();

test.each(stages.map((type) => [type.name, type] as const))(
  "%s lets in whom its tiers name, and nobody else",
  (name, type) => {
    expect(ways(synthesizeStage(type))).toEqual(allowed[name]);
  },
);

/** Each pair of tiers that share a network on which the second one answers more than its figures. */
function ways({ resource }: StageJson): string[] {
  const members = Object.entries(resource.docker_container).flatMap(([id, container]) => {
    const tier = id.replace(/-\d+$/, "");
    const networks = container.networks_advanced ?? [];
    return networks.map(({ name, aliases }) => ({
      tier,
      network: name,
      answers: aliases.some((alias) => !alias.includes("-metrics")),
    }));
  });
  const pairs = members
    .filter(({ answers }) => answers)
    .flatMap(({ tier: server, network }) =>
      members
        .filter((member) => member.network === network && !member.answers)
        .map(({ tier }) => `${tier} -> ${server}`),
    );
  return [...new Set(pairs)].sort();
}
