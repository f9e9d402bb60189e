import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CollectedArchitecture } from "../../observability/src/dashboard/architecture/collected.ts";
import {
  type IArchitectureSource,
  StageArchitecture,
} from "../../observability/src/dashboard/architecture/source.ts";
import { Prometheus } from "../../observability/src/dashboard/prometheus.ts";
import { ServerSeries } from "../../observability/src/dashboard/series/series.ts";
import { arrowQueries } from "../../observability/src/dashboard/state/arrow-queries.ts";
import { SharedState } from "../../observability/src/dashboard/state/shared-state.ts";
import type { ObservedArchitecture } from "../../observability/src/model/architecture.ts";
import { observedArchitecture } from "./support/architecture.ts";
import { stageCharts } from "./support/charts.ts";
import { FakePrometheus, type FakeSeries } from "./support/fake-prometheus.ts";

const architecture = new StageArchitecture(observedArchitecture());
let fake: FakePrometheus;
let url: string;
let series: Record<string, FakeSeries[]>;

beforeEach(async () => {
  series = {
    up: [
      [{ server: "app-1" }, 1],
      [{ server: "app-2" }, 0],
    ],
    requests: [[{ server: "app-1" }, 20]],
    errors: [[{ server: "app-1" }, 1]],
    p95: [[{ server: "app-1" }, Number.NaN]],
    address: [[{ server: "database-etcd-2", address: "10.0.0.7" }, 1]],
    leader: [[{ instance: "10.0.0.7:2379" }, 1]],
    primary: [[{ name: "database-1" }, 1]],
    waiting: [[{}, 12]],
  };
  fake = new FakePrometheus((metric) => series[metric] ?? []);
  url = await fake.start();
});

afterEach(() => fake.stop());

const state = (periodMs?: number) =>
  new SharedState(
    { architecture, latencyMs: 250, prometheus: new Prometheus(url), watchdogAgeSeconds: () => 7 },
    periodMs,
  );

describe("the state", () => {
  test("has the metrics of each server, and leaves out unknown ones", async () => {
    const { servers, ...others } = await state().get();

    expect(servers["app-1"]).toMatchObject({ isUp: true, requestsPerSecond: 20, errorShare: 0.05 });
    expect(servers["app-1"]?.p95Seconds).toBeUndefined();
    expect(servers["app-2"]).toMatchObject({ isUp: false });
    expect(servers["web-1"]).toEqual({ own: {} });
    expect(others).toMatchObject({
      ageSeconds: 0,
      problems: [],
      slowSeconds: 0.25,
      watchdogAgeSeconds: 7,
    });
  });

  test("assigns a metric to its server by name, by address or by role", async () => {
    const { servers } = await state().get();

    expect(servers["database-1"]?.own).toEqual({ primary: 1 });
    expect(servers["database-etcd-2"]?.own).toEqual({ leader: 1 });
    expect(servers["queue-2"]?.own).toEqual({ waiting: 12 });
  });

  test("queries Prometheus once in a period for all viewers", async () => {
    const shared = state();

    await Promise.all([shared.get(), shared.get(), shared.get()]);
    await shared.get();

    expect(fake.requests).toBe(3);
  });

  test("queries nothing without viewers", async () => {
    state();

    expect(fake.requests).toBe(0);
  });

  test("keeps the last metrics while Prometheus is unavailable, says so, and recovers", async () => {
    const shared = state(0);
    const before = await shared.get();

    fake.isUnavailable = true;
    const meanwhile = await shared.get();
    fake.isUnavailable = false;
    const after = await shared.get();

    expect(meanwhile.servers).toEqual(before.servers);
    expect(meanwhile.problems).toEqual(["Prometheus does not answer"]);
    expect(after.problems).toEqual([]);
  });

  test("has no age before the first metrics", async () => {
    fake.isUnavailable = true;

    expect(await state().get()).toMatchObject({ ageSeconds: null, servers: {} });
  });

  test("says that the log store is unavailable", async () => {
    series.logs = [[{}, 0]];

    expect((await state().get()).problems).toEqual([
      "logs can't be searched: the log store does not answer",
    ]);
  });

  test("has the firing alerts except Watchdog, those that page first", async () => {
    const alert = (alertname: string, severity: string, phase: string, minute: number) => ({
      labels: { alertname, severity, server: "app-2" },
      annotations: { summary: "a sentence", runbook: "constructs/server/runbooks/server-down.md" },
      state: phase,
      activeAt: `2026-01-01T00:0${minute}:00Z`,
    });
    fake.alerts = [
      alert("Late", "page", "firing", 2),
      alert("Ticket", "ticket", "firing", 0),
      alert("Early", "page", "firing", 1),
      alert("Pending", "page", "pending", 0),
      alert("Watchdog", "none", "firing", 0),
    ];

    const { alerts } = await state().get();

    expect(alerts.map(({ name }) => name)).toEqual(["Early", "Late", "Ticket"]);
    expect(alerts[0]).toMatchObject({
      server: "app-2",
      runbook: "/runbooks/server-down",
      since: "2026-01-01T00:01:00Z",
    });
  });
});

describe("the state of the running containers", () => {
  const size = { name: "lean", cpus: 0.15, memoryMiB: 256 };
  const machine = (name: string) => ({
    name,
    group: "app",
    size,
    servers: [{ name, role: "app", port: 3000, data: false }],
  });
  const live: ObservedArchitecture = {
    stage: "changing",
    machines: [machine("app-1"), machine("app-1-0000000a"), machine("app-2")],
    connections: [],
    observers: [],
    containers: {
      "app-1": { container: "app-1-0000000b", server: "app-1", phase: "starting" },
      "app-1-0000000a": { container: "app-1-0000000a", server: "app-1", phase: "leaving" },
      "app-2": { container: "app-2-0000000c", server: "app-2", phase: "down" },
    },
  };
  const source = { isLive: true, get: async () => live };
  const stateOf = (architecture: IArchitectureSource) =>
    new SharedState(
      {
        architecture,
        latencyMs: 250,
        prometheus: new Prometheus(url),
        watchdogAgeSeconds: () => null,
      },
      0,
    );

  test("distinguishes the old and the new container of a server, and says which one is down", async () => {
    series.memory = ["app-1-0000000a", "app-1-0000000b", "app-2-0000000c"].map((container, i) => [
      { container },
      i,
    ]);

    const { architecture: running, servers } = await stateOf(source).get();

    expect(running).toEqual(live);
    expect(servers).toMatchObject({
      "app-1-0000000a": { isUp: true, memoryBytes: 0 },
      "app-1": { isUp: true, memoryBytes: 1, requestsPerSecond: 20 },
      "app-2": { isUp: false },
    });
    expect(servers["app-2"]?.memoryBytes).toBeUndefined();
  });

  test("keeps the last architecture while the collector does not answer, and says so", async () => {
    const collected = new CollectedArchitecture("http://127.0.0.1:9/architecture", []);
    let from: IArchitectureSource = source;
    const shared = stateOf({ isLive: true, get: () => from.get() });
    await shared.get();
    from = collected;

    const { architecture: running, problems } = await shared.get();

    expect(running).toEqual(live);
    expect(problems).toEqual(["the collector does not answer"]);
  });

  test("takes the arrows' metrics from access logs, as no server is scraped", () => {
    const arrow = { id: "", from: "", to: "", fromRole: "app", toRole: "database", port: 1 };

    expect(arrowQueries(arrow).rate).toContain("outgoing_request");
    expect(arrowQueries({ ...arrow, fromRole: "mailer" }).rate).toContain('job=~"mailer"');
    expect(arrowQueries(arrow, false).rate).toContain('server_requests_total{role="database"}');
  });
});

describe("a server's series", () => {
  const charts = (source: IArchitectureSource = architecture) =>
    new ServerSeries(source, new Prometheus(url), stageCharts());

  test("are lines over shared points in time, with gaps where a value is unknown", async () => {
    series["0 used"] = [[{}, (time) => (time % 10 === 0 ? 0.5 : Number.NaN)]];

    const { times, charts: found } = (await charts().of("app-1", 15)) ?? {};

    expect(times).toHaveLength(181);
    expect(found?.[0]).toMatchObject({ title: "CPU, of its limit", unit: "percent" });
    const { values } = found?.[0]?.lines[0] ?? {};
    expect(values).toHaveLength(181);
    expect(new Set(values)).toEqual(new Set([0.5, null]));
  });

  test("are specific to a role, with a line for each value of a label", async () => {
    series["2 by queue"] = [
      [{ queue: "charges.dead" }, 1],
      [{ queue: "charges" }, 2],
    ];

    const { charts: found } = (await charts().of("queue-1", 5)) ?? {};

    const own = found?.find(({ title }) => title === "Waiting messages");
    expect(own?.lines.map(({ name }) => name)).toEqual(["charges", "charges.dead"]);
  });

  test("are selected by its name, by its addresses, or by its container while it leaves", async () => {
    const queries = new Set<string>();
    fake.stop();
    fake = new FakePrometheus((_, query) => {
      queries.add(query);
      return query.startsWith("server_address_info") ? [[{ address: "10.0.0.7" }, 1]] : [];
    });
    url = await fake.start();
    const leaving: IArchitectureSource = {
      isLive: true,
      get: async () => ({
        ...(await architecture.get()),
        containers: { "app-1": { container: "app-1-0000000a", server: "app-1", phase: "leaving" } },
      }),
    };

    await charts().of("database-1", 15);
    await charts(leaving).of("app-1", 15);

    expect([...queries]).toEqual(
      expect.arrayContaining([
        expect.stringContaining('server_cpu_seconds_total{server="database-1"}[50s]'),
        expect.stringContaining(
          '{instance=~"(.*[^0-9a-z-])?(10[.]0[.]0[.]7|database-1)([^0-9a-z].*)?"',
        ),
        'max(container_memory_bytes{container="app-1-0000000a"})',
      ]),
    );
    expect([...queries].join()).not.toMatch(/\$|server_memory_bytes{server="app-1"/);
  });

  test("of a server that is not there are undefined", async () => {
    expect(await charts().of("app-9", 15)).toBeUndefined();
  });
});
