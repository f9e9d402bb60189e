import {
  from,
  goneFrom,
  outage,
  partly,
  unnoticed,
  waits,
} from "../../../../constructs/app/promises.ts";
import { cut } from "../cut.ts";
import type { Fault } from "../fault.ts";
import type { Programs } from "../programs.ts";
import { appAndDatabase, isolated, named, only, primary, proxy, replica } from "../servers.ts";
import { freeze, kill } from "../ways.ts";

const primaryDown = {
  roles: ["database-proxy"],
  line: /Server primary\/\S+ (is|was) (going )?DOWN/,
};
const replicaDown = {
  roles: ["database-proxy"],
  line: /Server replicas\/\S+ (is|was) (going )?DOWN/,
};
const peerLost = {
  roles: ["etcd"],
  line: /lost TCP streaming connection|prober detected unhealthy/,
};

/** Patroni's lease lasts 20 s, then a replica is promoted: measured 20.1 to 23.3 s (ADR 0056). */
export const failoverSeconds = 25;

/** Longer than app servers hold a request (27 s). */
const outageSeconds = 35;

/** The database: alone, and with its replicas, its proxies and etcd. */
export const database = (programs: Programs): readonly Fault[] => [
  {
    name: "kill-database",
    what: "the single database is lost",
    find: named("database-1"),
    way: kill,
    seconds: outageSeconds,
    promises: [from(1, outage(10)), goneFrom(4)],
    noticed: programs.notice("DATABASE"),
  },
  {
    name: "freeze-database",
    what: "the single database is frozen",
    find: named("database-1"),
    way: freeze,
    seconds: outageSeconds,
    promises: [from(1, outage(10)), goneFrom(4)],
    noticed: programs.notice("DATABASE"),
  },
  {
    name: "cut-database",
    what: "the network between an app server and the database is cut",
    find: appAndDatabase,
    way: cut,
    seconds: outageSeconds,
    promises: [from(2, outage(10)), from(3, partly(outage(10)))],
    noticed: programs.notice("DATABASE"),
    alert: "ServerWithoutDatabase",
  },
  {
    name: "kill-proxy",
    what: "the database proxy that most clients use is lost",
    find: proxy,
    way: kill,
    seconds: 12,
    promises: [from(4, unnoticed())],
    noticed: programs.notice("DATABASE"),
    alert: "ServerDown",
  },
  {
    name: "freeze-proxy",
    what: "the database proxy that most clients use is frozen",
    find: proxy,
    way: freeze,
    seconds: 15,
    promises: [from(4, waits(4))],
    noticed: programs.notice("DATABASE"),
    alert: "ServerDown",
  },
  {
    name: "cut-proxy",
    what: "the database proxy that most clients use is cut off from all other servers",
    find: isolated(proxy),
    way: cut,
    seconds: 15,
    promises: [from(4, waits(4))],
    noticed: programs.notice("DATABASE"),
  },
  {
    name: "kill-primary",
    what: "the primary is lost",
    find: only(primary),
    way: kill,
    seconds: 30,
    promises: [from(4, waits(failoverSeconds, "writes"))],
    noticed: primaryDown,
    alert: "DatabaseWithoutPrimary",
  },
  {
    name: "freeze-primary",
    what: "the primary is frozen",
    find: only(primary),
    way: freeze,
    seconds: 30,
    promises: [from(4, waits(failoverSeconds, "writes"))],
    noticed: primaryDown,
    alert: "DatabaseWithoutPrimary",
  },
  {
    name: "cut-primary",
    what: "the network between the primary and both etcd and the replicas is cut",
    find: primary,
    way: cut,
    seconds: 35,
    promises: [from(4, waits(failoverSeconds, "writes"))],
    noticed: primaryDown,
    alert: "ReplicationLag",
  },
  {
    name: "kill-replica",
    what: "a replica is lost",
    find: replica,
    way: kill,
    seconds: 12,
    promises: [from(4, unnoticed())],
    noticed: replicaDown,
    alert: "ServerDown",
  },
  {
    name: "freeze-replica",
    what: "a replica is frozen",
    find: replica,
    way: freeze,
    seconds: 20,
    promises: [from(4, waits(4))],
    noticed: replicaDown,
    alert: "ServerDown",
  },
  {
    name: "cut-replica",
    what: "a replica is cut off from all other servers",
    find: isolated(replica),
    way: cut,
    seconds: 20,
    promises: [from(4, waits(4))],
    noticed: replicaDown,
  },
  {
    name: "kill-etcd",
    what: "a member of etcd is lost",
    find: named("database-etcd-1"),
    way: kill,
    seconds: 15,
    promises: [from(4, unnoticed())],
    noticed: peerLost,
    alert: "ServerDown",
  },
  {
    name: "freeze-etcd",
    what: "a member of etcd is frozen",
    find: named("database-etcd-1"),
    way: freeze,
    seconds: 15,
    promises: [from(4, unnoticed())],
    noticed: peerLost,
    alert: "ServerDown",
  },
];
