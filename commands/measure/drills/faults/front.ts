import { from, outage, refusal, unnoticed, waits } from "../../../../constructs/app/promises.ts";
import { cut } from "../cut.ts";
import type { Fault } from "../fault.ts";
import { named, neighbours } from "../servers.ts";
import { freeze, kill } from "../ways.ts";

/** HAProxy reports a server whose health checks fail, or whose name is no longer in DNS. */
const down = /Server (entry|servers|pages|files)\/\S+ (is|was) (going )?DOWN/;

/** The front: public address, edges, load balancer, web servers. */
export const front: readonly Fault[] = [
  {
    name: "kill-public-address",
    what: "the public address is lost",
    find: named("public-address"),
    way: kill,
    seconds: 10,
    promises: [from(1, refusal(5))],
    alert: "PublicAddressDown",
  },
  {
    name: "kill-edge",
    what: "an edge of the CDN is lost",
    find: named("cdn-1"),
    way: kill,
    seconds: 12,
    promises: [from(7, unnoticed())],
    noticed: { roles: ["public-address"], line: down },
    alert: "ServerDown",
  },
  {
    name: "freeze-edge",
    what: "an edge of the CDN is frozen",
    find: named("cdn-1"),
    way: freeze,
    seconds: 15,
    promises: [from(7, waits(4))],
    noticed: { roles: ["public-address"], line: down },
    alert: "ServerDown",
  },
  {
    name: "kill-load-balancer",
    what: "a load balancer is lost",
    find: named("load-balancer-1"),
    way: kill,
    seconds: 12,
    promises: [from(3, unnoticed())],
    noticed: { roles: ["public-address", "cdn"], line: down },
    alert: "ServerDown",
  },
  {
    name: "freeze-load-balancer",
    what: "a load balancer is frozen",
    find: named("load-balancer-1"),
    way: freeze,
    seconds: 15,
    promises: [from(3, waits(4))],
    noticed: { roles: ["public-address", "cdn"], line: down },
    alert: "ServerDown",
  },
  {
    name: "cut-load-balancer",
    what: "a load balancer is cut off from the servers in front of it and from the web servers",
    find: neighbours("load-balancer-1", "public-address", "cdn", "web"),
    way: cut,
    seconds: 15,
    promises: [from(3, waits(4))],
    noticed: { roles: ["public-address", "cdn"], line: down },
  },
  {
    name: "kill-web",
    what: "a web server is lost",
    find: named("web-1"),
    way: kill,
    seconds: 12,
    promises: [from(1, outage(10)), from(3, unnoticed())],
    noticed: { roles: ["public-address", "load-balancer"], line: down },
    alert: "ServerDown",
  },
  {
    name: "freeze-web",
    what: "a web server is frozen",
    find: named("web-1"),
    way: freeze,
    seconds: 15,
    promises: [from(1, outage(10)), from(3, waits(4))],
    noticed: { roles: ["public-address", "load-balancer"], line: down },
    alert: "ServerDown",
  },
  {
    name: "cut-web",
    what: "the network between the load balancers and a web server is cut",
    find: neighbours("web-1", "load-balancer"),
    way: cut,
    seconds: 15,
    promises: [from(3, waits(4))],
    noticed: { roles: ["load-balancer"], line: down },
  },
];
