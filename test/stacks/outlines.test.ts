import { expect, test } from "vitest";
import { stages, synthesizeStage } from "../synthesize.ts";

/** Each server with the machine it runs on and the networks it is on: a stage at a glance. */
function outline(type: (typeof stages)[number]): string {
  const containers = Object.entries(synthesizeStage(type).resource.docker_container);
  return containers
    .map(([name, { network_mode, networks_advanced }]) => {
      const networks = (networks_advanced ?? []).map(
        ({ name }) => name.match(/network\.([\w-]+)/)?.[1],
      );
      return network_mode ? `${name} on host` : `${name}: ${networks.sort().join(", ")}`;
    })
    .join("\n");
}

test("stage 1 runs web, app and database on one host", () => {
  expect(outline(stages[0] as never)).toMatchInlineSnapshot(`
    "app-1 on host
    database-1 on host
    host: app, database, payment-provider, public-address-entry
    payment-provider: payment-provider
    public-address: public-address-entry, public-address-outside
    web-1 on host"
  `);
});

test("stage 2 gives each of them a machine of its own", () => {
  expect(outline(stages[1] as never)).toMatchInlineSnapshot(`
    "app-1: app, database, payment-provider
    database-1: database
    payment-provider: payment-provider
    public-address: public-address-entry, public-address-outside
    web-1: app, public-address-entry"
  `);
});

test("stage 3 puts a load balancer before two web and two app servers", () => {
  expect(outline(stages[2] as never)).toMatchInlineSnapshot(`
    "app-1: app, database, payment-provider
    app-2: app, database, payment-provider
    database-1: database
    load-balancer: public-address-entry, web
    payment-provider: payment-provider
    public-address: public-address-entry, public-address-outside
    web-1: app, web
    web-2: app, web"
  `);
});

test("stage 4 puts a proxy before a database on three machines, whose members agree in etcd", () => {
  expect(outline(stages[3] as never)).toMatchInlineSnapshot(`
    "app-1: app, database, payment-provider
    app-2: app, database, payment-provider
    database-1: database-etcd, database-members
    database-2: database-etcd, database-members
    database-3: database-etcd, database-members
    database-etcd-1: database-etcd
    database-etcd-2: database-etcd
    database-etcd-3: database-etcd
    database-proxy: database, database-members
    load-balancer: public-address-entry, web
    payment-provider: payment-provider
    public-address: public-address-entry, public-address-outside
    web-1: app, web
    web-2: app, web"
  `);
});

test("stage 5 puts a cache beside the app servers", () => {
  expect(outline(stages[4] as never)).toMatchInlineSnapshot(`
    "app-1: app, cache, database, payment-provider
    app-2: app, cache, database, payment-provider
    cache: cache
    database-1: database-etcd, database-members
    database-2: database-etcd, database-members
    database-3: database-etcd, database-members
    database-etcd-1: database-etcd
    database-etcd-2: database-etcd
    database-etcd-3: database-etcd
    database-proxy: database, database-members
    load-balancer: public-address-entry, web
    payment-provider: payment-provider
    public-address: public-address-entry, public-address-outside
    web-1: app, web
    web-2: app, web"
  `);
});

test("stage 6 puts a queue between the app servers and the payment provider, and workers behind it", () => {
  expect(outline(stages[5] as never)).toMatchInlineSnapshot(`
    "app-1: app, cache, database, queue
    app-2: app, cache, database, queue
    cache: cache
    database-1: database-etcd, database-members
    database-2: database-etcd, database-members
    database-3: database-etcd, database-members
    database-etcd-1: database-etcd
    database-etcd-2: database-etcd
    database-etcd-3: database-etcd
    database-proxy: database, database-members
    load-balancer: public-address-entry, web
    payment-provider: payment-provider
    public-address: public-address-entry, public-address-outside
    queue: queue
    queue-page: operators, queue
    web-1: app, web
    web-2: app, web
    worker-1: database, payment-provider, queue
    worker-2: database, payment-provider, queue"
  `);
});

test("stage 7 puts edges before the load balancer and a file server", () => {
  expect(outline(stages[6] as never)).toMatchInlineSnapshot(`
    "app-1: app, cache, database, queue
    app-2: app, cache, database, queue
    cache: cache
    cdn-1: file-server, load-balancer, public-address-entry
    cdn-2: file-server, load-balancer, public-address-entry
    database-1: database-etcd, database-members
    database-2: database-etcd, database-members
    database-3: database-etcd, database-members
    database-etcd-1: database-etcd
    database-etcd-2: database-etcd
    database-etcd-3: database-etcd
    database-proxy: database, database-members
    file-server: file-server
    load-balancer: load-balancer, web
    payment-provider: payment-provider
    public-address: public-address-entry, public-address-outside
    queue: queue
    queue-page: operators, queue
    web-1: app, web
    web-2: app, web
    worker-1: database, payment-provider, queue
    worker-2: database, payment-provider, queue"
  `);
});
