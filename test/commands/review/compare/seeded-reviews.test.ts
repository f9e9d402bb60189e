import { describe, expect, test } from "vitest";
import { compare } from "../../../../commands/review/compare/comparison.ts";
import { reportOf } from "../../../../commands/review/compare/report.ts";
import { renderText } from "../../../../commands/review/compare/text.ts";
import type { Container, StageJson } from "../../../synthesize.ts";
import { stackOf } from "./stages.ts";

type Editable = { -readonly [K in keyof Container]: Container[K] };

/** A container of the stage, to be edited. */
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

/** What a reviewer must not miss: the edit, and what is said of it. */
const dangerous: readonly [name: string, edit: (stage: StageJson) => void, said: RegExp][] = [
  [
    "a database port is published",
    (stage) => {
      container(stage, "database-1").ports = [{ internal: 5432, external: 5432 }];
    },
    /danger: database-1: is published to everybody on port 5432, and it keeps data/,
  ],
  [
    "a volume is dropped",
    (stage) => {
      container(stage, "payment-provider").volumes = [];
      remove(stage, "docker_volume", "payment-provider");
    },
    /danger: payment-provider: its volume is removed: what is on it is lost/,
  ],
  [
    "a network is shared too widely",
    (stage) => join(stage, "web-1", "database"),
    /danger: web-1: reaches database-proxy past app-1, which stood between them/,
  ],
  [
    "a limit is removed",
    (stage) => {
      delete container(stage, "app-1").memory;
    },
    /danger: app-1: has no limit of memory/,
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
      const image = resource.docker_image?.nginx as unknown as { triggers: { content: string } };
      image.triggers.content = "0123456789ab";
    },
    /danger: image nginx: has other content under the same tag blueprint-nginx:/,
  ],
  [
    "a health check is removed",
    (stage) => {
      delete container(stage, "load-balancer").healthcheck;
    },
    /danger: load-balancer: has no health check/,
  ],
  [
    "the load balancer is bypassed",
    (stage) => join(stage, "web-1", "public-address-entry", "entry"),
    /danger: public-address: reaches web-1 past load-balancer, which stood between/,
  ],
  [
    "etcd is cut to two members",
    (stage) => {
      remove(stage, "docker_container", "database-etcd-3");
      remove(stage, "docker_volume", "database-etcd-3");
    },
    /danger: database-etcd-1, database-etcd-2: there are 2 of the role etcd instead of 3: where a majority decides \(2 of 2\), none may be lost/,
  ],
  [
    "the queue is made non-durable",
    (stage) => {
      container(stage, "queue").volumes = [];
    },
    /danger: queue: keeps \/var\/lib\/rabbitmq on no volume any more/,
  ],
];

/** The same dangers by other doors, and more of their kind. */
const otherDoors: readonly [name: string, edit: (stage: StageJson) => void, said: RegExp][] = [
  [
    "the load balancer is removed and the public address led to a web server",
    (stage) => {
      remove(stage, "docker_container", "load-balancer");
      join(stage, "web-1", "public-address-entry", "entry");
    },
    /public-address: reaches web-1 itself: load-balancer, which stood between them, is removed/,
  ],
  [
    "the load balancer is removed and nothing takes its place",
    (stage) => remove(stage, "docker_container", "load-balancer"),
    /outage expected: yes, no way leads to app-1, app-2,.* danger: app-1, app-2,.*can no longer be reached from the public address/,
  ],
  [
    "the public address is let into the app's network",
    (stage) => join(stage, "public-address", "app"),
    /danger: public-address: reaches app-1 past load-balancer/,
  ],
  [
    "no app server is left",
    (stage) => remove(stage, "docker_container", "app-1", "app-2"),
    /outage expected: yes, no way leads to/,
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
    /danger: public-address: is no longer published: nobody reaches the shop/,
  ],
  [
    "the database joins a network with a way out",
    (stage) => join(stage, "database-1", "operators"),
    /danger: database-1: joins a network with a way out/,
  ],
  [
    "a server that says nothing of itself joins the database's network",
    (stage) => {
      const adminer = { name: "adminer", user: "adminer", labels: [] };
      Object.assign(stage.resource.docker_container, { adminer });
      join(stage, "adminer", "database-members", "adminer");
    },
    /adminer: may reach database-1, database-2, database-3, where data is kept/,
  ],
  [
    "the queue's definitions say that it is not durable",
    (stage) => {
      const queue = container(stage, "queue");
      queue.env = queue.env?.map((line) => line.replaceAll('"durable":true', '"durable":false'));
    },
    /danger: queue: is told of a queue or exchange that is not durable/,
  ],
  [
    "the queue's image has another file",
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
    /caution: queue: runs on the data that it has with another start-rabbitmq in its image/,
  ],
  [
    "a variable is no longer sensitive",
    (stage) => {
      Object.assign(stage.variable["queue-password"] ?? {}, { sensitive: false });
    },
    /danger: queue-password: is a variable that is not sensitive/,
  ],
  [
    "a password stands in a command",
    (stage) => {
      container(stage, "web-1").command = ["start-nginx", "--password=hunter2"];
    },
    /danger: web-1: has a secret in plain text in its command/,
  ],
  [
    "a password stands in an address",
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
    /danger: web-1: has capabilities of the kernel/,
  ],
  [
    "a health check asks nothing",
    (stage) => {
      Object.assign(container(stage, "web-1"), { healthcheck: { test: ["CMD-SHELL", "true"] } });
    },
    /danger: web-1: has no health check/,
  ],
  [
    "a folder of the engine's machine is mounted",
    (stage) => {
      Object.assign(container(stage, "web-1"), {
        mounts: [{ type: "bind", source: "/", target: "/m" }],
      });
    },
    /danger: web-1: sees \/ of the engine's machine/,
  ],
  [
    "two queues would run on one volume for a while",
    (stage) => {
      Object.assign(container(stage, "queue"), {
        lifecycle: { create_before_destroy: true },
        stop_signal: "SIGINT",
      });
    },
    /danger: queue: is started beside the old one on the same data/,
  ],
  [
    "a network is replaced under who stays on it",
    ({ resource }) => {
      Object.assign(resource.docker_network?.cache ?? {}, { options: { mtu: "1400" } });
    },
    /danger: cache: is a network that is replaced while app-1, app-2, cache stay on it: the engine does not remove it, and the deploy fails/,
  ],
  [
    "a limit is removed, which makes the bill fall",
    (stage) => {
      delete container(stage, "app-1").memory;
    },
    /memory \d+ → \d+ MiB ~ servers without a limit 0 → 1/,
  ],
];

/** The text of a review, on one line. */
function review(edit: (stage: StageJson) => void, number = 6): string {
  const comparison = compare(stackOf(number), stackOf(number, edit));
  return renderText(reportOf(comparison)).replace(/\s+/g, " ");
}

describe("a review names the danger when", () => {
  test.each(dangerous)("%s", (_, edit, said) => {
    expect(review(edit)).toMatch(said);
  });

  test.each(otherDoors)("%s", (_, edit, said) => {
    expect(review(edit)).toMatch(said);
  });

  test("a server goes that has its role to itself in its part of the stage", () => {
    const text = review((stage) => remove(stage, "docker_container", "queue-page"), 8);

    expect(text).toContain("queue-page: is removed, and no server of its role is left");
  });

  test("what was there before has no label of its part of the stage, but nothing goes", () => {
    const before = stackOf(6, ({ resource }) => {
      for (const one of Object.values(resource.docker_container) as Editable[]) {
        one.labels = one.labels.filter(({ label }) => label !== "blueprint.group");
      }
    });

    const text = renderText(reportOf(compare(before, stackOf(6))));

    expect(text).not.toContain("no server of its role is left");
  });

  test("a secret is in plain text, without saying the secret", () => {
    const [, edit] = dangerous.find(([name]) => name.includes("secret")) ?? [];

    expect(review(edit ?? (() => {}))).not.toContain("hunter2");
  });
});

/** What changes nothing that runs. */
const harmless: readonly [name: string, edit: (stage: StageJson) => void][] = [
  ["nothing is edited", () => {}],
  [
    "statements are in another order",
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
    "a comment in the stage's JSON is edited",
    (stage) => {
      Object.assign(container(stage, "app-1"), { "//": { metadata: { path: "elsewhere" } } });
    },
  ],
];

describe("a review says that there is no change when", () => {
  test.each(harmless)("%s", (_, edit) => {
    expect(review(edit)).toMatch(/no change: all \d+ resources stay as they are/);
  });
});
