import { describe, expect, test } from "vitest";
import { compare } from "../../../../commands/review/compare/comparison.ts";
import { reportOf } from "../../../../commands/review/compare/report.ts";
import { renderText } from "../../../../commands/review/compare/text.ts";
import type { Container, StageJson } from "../../../synthesize.ts";
import { stackOf } from "./stages.ts";

type Editable = { -readonly [K in keyof Container]: Container[K] };

/** Returns a container of the stage, for an edit. */
function container({ resource }: StageJson, id: string): Editable {
  const found = resource.docker_container[id];
  if (!found) throw new Error(`there is no ${id}`);
  return found;
}

function remove({ resource }: StageJson, type: string, ...ids: string[]): void {
  for (const id of ids) delete resource[type]?.[id];
}

function join(stage: StageJson, id: string, network: string, ...aliases: string[]): void {
  const one = container(stage, id);
  const name = `\${docker_network.${network}.name}`;
  one.networks_advanced = [...(one.networks_advanced ?? []), { name, aliases }];
}

/** Edits that a reviewer must not miss, with the expected report. */
const dangerous: readonly [name: string, edit: (stage: StageJson) => void, report: RegExp][] = [
  [
    "a database port is published",
    (stage) => {
      container(stage, "database-1").ports = [{ internal: 5432, external: 5432 }];
    },
    /danger: database-1: is published to everyone on port 5432, and it keeps data/,
  ],
  [
    "a volume is dropped",
    (stage) => {
      container(stage, "payment-provider").volumes = [];
      remove(stage, "docker_volume", "payment-provider");
    },
    /danger: payment-provider: its volume is removed: its data is lost/,
  ],
  [
    "a server joins a network that bypasses another one",
    (stage) => join(stage, "web-1", "database"),
    /danger: web-1: reaches database-proxy-1 directly, bypassing app-1/,
  ],
  [
    "a limit is removed",
    (stage) => {
      delete container(stage, "app-1").memory;
    },
    /danger: app-1: has no memory limit/,
  ],
  [
    "a server runs as root",
    (stage) => {
      container(stage, "web-2").user = "root";
    },
    /danger: web-2: runs as root/,
  ],
  [
    "the count of replicas goes from 2 to 0",
    (stage) => {
      remove(stage, "docker_container", "database-2", "database-3");
      remove(stage, "docker_volume", "database-2", "database-3");
    },
    /danger: database-1: is the only server left of 3 with the data of database/,
  ],
  [
    "a secret is in plain text",
    (stage) => {
      const app = container(stage, "app-1");
      app.env = app.env?.map((line) =>
        line.replace(/^(CACHE_URL)=.*/, "$1=redis://shop:hunter2@cache:6379"),
      );
    },
    /danger: app-1: has a secret in plain text in CACHE_URL/,
  ],
  [
    "an image's tag is moved",
    ({ resource }) => {
      const image = resource.docker_image?.haproxy as unknown as { triggers: { content: string } };
      image.triggers.content = "0123456789ab";
    },
    /danger: image haproxy: has different content under the same tag blueprint-haproxy:/,
  ],
  [
    "a health check is removed",
    (stage) => {
      delete container(stage, "load-balancer-1").healthcheck;
    },
    /danger: load-balancer-1: has no health check/,
  ],
  [
    "the load balancers are bypassed",
    (stage) => join(stage, "web-1", "public-address-entry", "entry"),
    /danger: public-address: reaches web-1 directly, bypassing load-balancer-1/,
  ],
  [
    "etcd is reduced to two members",
    (stage) => {
      remove(stage, "docker_container", "database-etcd-3");
      remove(stage, "docker_volume", "database-etcd-3");
    },
    /danger: database-etcd-1, database-etcd-2: there are 2 servers with the role etcd instead of 3: if they need a quorum \(2 of 2\), none may fail/,
  ],
  [
    "the queue is made non-durable",
    (stage) => {
      container(stage, "queue-1").volumes = [];
    },
    /danger: queue-1: no longer keeps \/var\/lib\/rabbitmq on a volume/,
  ],
];

/** More edits with the same or similar dangers. */
const moreDangerous: readonly [name: string, edit: (stage: StageJson) => void, report: RegExp][] = [
  [
    "the load balancers are removed and the public address connects to a web server",
    (stage) => {
      remove(stage, "docker_container", "load-balancer-1", "load-balancer-2");
      join(stage, "web-1", "public-address-entry", "entry");
    },
    /public-address: reaches web-1 directly, because load-balancer-1 is removed/,
  ],
  [
    "the load balancers are removed and nothing takes their place",
    (stage) => remove(stage, "docker_container", "load-balancer-1", "load-balancer-2"),
    /outage expected: yes, app-1, app-2,.* can no longer be reached .* danger: app-1, app-2,.*can no longer be reached from the public address/,
  ],
  [
    "the public address joins the app's network",
    (stage) => join(stage, "public-address", "app"),
    /danger: public-address: reaches app-1 directly, bypassing load-balancer-1/,
  ],
  [
    "no app server is left",
    (stage) => remove(stage, "docker_container", "app-1", "app-2"),
    /outage expected: yes, .* can no longer be reached/,
  ],
  [
    "no worker is left",
    (stage) => remove(stage, "docker_container", "worker-1", "worker-2"),
    /caution: worker-1, worker-2: is removed, and no server of its role is left/,
  ],
  [
    "the public address is published on loopback only",
    (stage) => {
      container(stage, "public-address").ports = [
        { internal: 8080, external: 8080, ip: "127.0.0.1" },
      ];
    },
    /danger: public-address: is no longer published: the application is unreachable/,
  ],
  [
    "the database joins a network that is not internal",
    (stage) => join(stage, "database-1", "operators"),
    /danger: database-1: joins a network that is not internal/,
  ],
  [
    "a server without labels joins the database's network",
    (stage) => {
      const adminer = { name: "adminer", user: "adminer", labels: [] };
      Object.assign(stage.resource.docker_container, { adminer });
      join(stage, "adminer", "database-members", "adminer");
    },
    /adminer: may reach database-1, database-2, database-3, where data is kept/,
  ],
  [
    "the queue is declared as not durable",
    (stage) => {
      const queue = container(stage, "queue-1");
      queue.env = queue.env?.map((line) => line.replaceAll('"durable":true', '"durable":false'));
    },
    /danger: queue-1: is configured with a queue or exchange that is not durable/,
  ],
  [
    "a file of the queue's image changes",
    ({ resource }) => {
      const image = resource.docker_image?.rabbitmq as unknown as {
        name: string;
        triggers: Record<string, string>;
      };
      image.name = "blueprint-rabbitmq:00000000000a";
      image.triggers = {
        ...image.triggers,
        "start-rabbitmq": "00000000000a",
        content: "00000000000a",
      };
    },
    /caution: queue-1, queue-2, queue-3: keeps its data while its image changes: start-rabbitmq/,
  ],
  [
    "a variable is no longer sensitive",
    (stage) => {
      Object.assign(stage.variable["queue-password"] ?? {}, { sensitive: false });
    },
    /danger: queue-password: is a variable that is not sensitive/,
  ],
  [
    "a command contains a password",
    (stage) => {
      container(stage, "web-1").command = ["start-nginx", "--password=hunter2"];
    },
    /danger: web-1: has a secret in plain text in its command/,
  ],
  [
    "a URL contains a password",
    (stage) => {
      const app = container(stage, "app-1");
      app.env = [...(app.env ?? []), "SEARCH_URL=redis://:hunter2@search:6379"];
    },
    /danger: app-1: has a secret in plain text in SEARCH_URL/,
  ],
  [
    "a capability is added",
    (stage) => {
      Object.assign(container(stage, "web-1"), {
        capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] },
      });
    },
    /danger: web-1: has kernel capabilities/,
  ],
  [
    "a health check always succeeds",
    (stage) => {
      Object.assign(container(stage, "web-1"), { healthcheck: { test: ["CMD-SHELL", "true"] } });
    },
    /danger: web-1: has no health check/,
  ],
  [
    "a folder of the Docker host is mounted",
    (stage) => {
      Object.assign(container(stage, "web-1"), {
        mounts: [{ type: "bind", source: "/", target: "/m" }],
      });
    },
    /danger: web-1: mounts \/ of the Docker host/,
  ],
  [
    "two queues would use one volume for a while",
    (stage) => {
      Object.assign(container(stage, "queue-1"), {
        lifecycle: { create_before_destroy: true },
        stop_signal: "SIGINT",
      });
    },
    /danger: queue-1: is started beside the old one on the same volume/,
  ],
  [
    "a network is replaced while servers stay on it",
    ({ resource }) => {
      Object.assign(resource.docker_network?.cache ?? {}, { options: { mtu: "1400" } });
    },
    /danger: cache: is a network that is replaced while app-1, app-2, cache stay on it: Docker does not remove it, and the deploy fails/,
  ],
  [
    "a limit is removed, which makes the bill fall",
    (stage) => {
      delete container(stage, "app-1").memory;
    },
    /memory \d+ → \d+ MiB ~ servers without a limit 0 → 1/,
  ],
];

/** Returns the text of a review, on one line. */
function review(edit: (stage: StageJson) => void, number = 6): string {
  const comparison = compare(stackOf(number), stackOf(number, edit));
  return renderText(reportOf(comparison)).replace(/\s+/g, " ");
}

describe("a review reports the danger when", () => {
  test.each(dangerous)("%s", (_, edit, report) => {
    expect(review(edit)).toMatch(report);
  });

  test.each(moreDangerous)("%s", (_, edit, report) => {
    expect(review(edit)).toMatch(report);
  });

  test("the only server with its role in its group is removed", () => {
    const text = review((stage) => remove(stage, "docker_container", "queue-page"), 8);

    expect(text).toContain("queue-page: is removed, and no server of its role is left");
  });

  test("containers had no group label before, but none is removed", () => {
    const before = stackOf(6, ({ resource }) => {
      for (const one of Object.values(resource.docker_container) as Editable[]) {
        one.labels = one.labels.filter(({ label }) => label !== "blueprint.group");
      }
    });

    const text = renderText(reportOf(compare(before, stackOf(6))));

    expect(text).not.toContain("no server of its role is left");
  });

  test("a secret is in plain text, without showing the secret", () => {
    const [, edit] = dangerous.find(([name]) => name.includes("secret")) ?? [];

    expect(review(edit ?? (() => {}))).not.toContain("hunter2");
  });
});

/** Edits that change nothing that runs. */
const harmless: readonly [name: string, edit: (stage: StageJson) => void][] = [
  ["nothing is edited", () => {}],
  [
    "statements are reordered",
    (stage) => {
      for (const ofType of Object.values(stage.resource)) {
        const entries = Object.entries(ofType).reverse();
        for (const [id] of entries) delete ofType[id];
        Object.assign(ofType, Object.fromEntries(entries));
      }
      for (const one of Object.values(stage.resource.docker_container) as Editable[]) {
        one.networks_advanced = [...(one.networks_advanced ?? [])].reverse();
        one.env = [...(one.env ?? [])].reverse();
        one.labels = [...one.labels].reverse();
        one.depends_on = [...(one.depends_on ?? [])].reverse();
      }
    },
  ],
  [
    "defaults of the provider are written down",
    (stage) => {
      const own = container(stage, "app-1");
      Object.assign(own, { network_mode: "bridge", start: true });
      Object.assign(own.healthcheck ?? {}, { start_interval: "0s" });
    },
  ],
  [
    "a comment in the stage's JSON is edited",
    (stage) => {
      Object.assign(container(stage, "app-1"), { "//": { metadata: { path: "elsewhere" } } });
    },
  ],
];

describe("a review reports no change when", () => {
  test.each(harmless)("%s", (_, edit) => {
    expect(review(edit)).toMatch(/no change: all \d+ resources stay as they are/);
  });
});
