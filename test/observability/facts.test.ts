import { describe, expect, test } from "vitest";
import type { ServerMetrics, State } from "../../observability/src/model/state.ts";
import { factsOf, sentence } from "../../observability/src/page/facts.ts";
import { bytes, duration, percent, rate } from "../../observability/src/page/format.ts";
import { traceLink } from "../../observability/src/page/panel/links.ts";
import { motionSeconds, strokeWidth, toneOf } from "../../observability/src/page/picture/tone.ts";
import { routeOf } from "../../observability/src/page/route.ts";

const machine = {
  name: "app-1",
  group: "app",
  size: { name: "small", cpus: 0.5, memoryMiB: 256 },
  servers: [{ name: "app-1", role: "app", port: 3000, data: false }],
};

function facts(metrics: Partial<ServerMetrics>) {
  const servers = { "app-1": { isUp: true, own: {}, ...metrics }, other: { isUp: true, own: {} } };
  return factsOf(machine, { servers, slowSeconds: 0.5 } as unknown as State);
}

describe("a machine", () => {
  test("is down when its server is down, or has no metrics while others have", () => {
    expect(facts({ isUp: false }).health).toBe("down");
    expect(facts({ isUp: undefined }).health).toBe("down");
  });

  test("is unknown before there are any metrics", () => {
    expect(factsOf(machine, { servers: {} } as State).health).toBe("unknown");
  });

  test("is bad above 1 % errors, or close to its CPU limit", () => {
    expect(facts({ errorShare: 0.02 })).toMatchObject({ health: "bad", trouble: "2 % err" });
    expect(facts({ cpu: 0.48, cpuLimit: 0.5 })).toMatchObject({
      health: "bad",
      trouble: "CPU full",
    });
    expect(facts({ errorShare: 0.01, cpu: 0.4, cpuLimit: 0.5 }).health).toBe("good");
  });

  test("is doubtful when it is slow", () => {
    expect(facts({ p95Seconds: 0.7 })).toMatchObject({ health: "doubtful", trouble: "p95 700 ms" });
  });

  test("is described in a sentence, without unknown metrics", () => {
    expect(sentence("app-1", facts({ cpu: 0.1, cpuLimit: 0.5, requestsPerSecond: 42 }))).toBe(
      "app-1: up, CPU 20 %, 42/s",
    );
  });

  test.each([
    ["leaving", "leaving", "leaving"],
    ["starting", "starting", "starting"],
    ["unhealthy", "bad", "unhealthy"],
    ["up", "good", undefined],
  ])("whose container is %s is %s", (phase, health, trouble) => {
    const containers = { "app-1": { container: "app-1-0000000a", server: "app-1", phase } };
    const state = { servers: { "app-1": { isUp: true, own: {} } }, architecture: { containers } };

    expect(factsOf(machine, state as unknown as State)).toMatchObject({ health, trouble });
  });

  test("shared by several servers names the one that is down", () => {
    const web = { name: "web-1", role: "web", port: 80, data: false };
    const servers = { "app-1": { isUp: false, own: {} }, "web-1": { isUp: true, own: {} } };
    const shared = { ...machine, servers: [...machine.servers, web] };

    expect(factsOf(shared, { servers } as unknown as State).trouble).toBe("app-1 down");
  });

  test("shared by several servers sums up their metrics", () => {
    const shared = {
      ...machine,
      servers: [...machine.servers, { name: "web-1", role: "web", port: 80, data: false }],
    };
    const metrics = { isUp: true, cpu: 0.2, cpuLimit: 0.5, memoryBytes: 2 ** 20, own: {} };
    const state = { servers: { "app-1": metrics, "web-1": metrics } } as unknown as State;

    expect(factsOf(shared, state)).toMatchObject({ cpu: 0.4, memoryText: "2 MiB" });
  });
});

describe("a formatted value", () => {
  test.each([
    [rate(0), "0/s"],
    [rate(0.0034), "<0.01/s"],
    [rate(0.42), "0.42/s"],
    [rate(42.4), "42/s"],
    [rate(1234), "1.2k/s"],
    [rate(undefined), "–"],
    [duration(0.0042), "4.2 ms"],
    [duration(0.018), "18 ms"],
    [duration(1.42), "1.4 s"],
    [duration(180), "3 min"],
    [percent(0), "0 %"],
    [percent(0.0004), "<0.1 %"],
    [percent(0.061), "6.1 %"],
    [percent(0.42), "42 %"],
    [bytes(88 * 2 ** 20), "88 MiB"],
    [bytes(1.2 * 2 ** 30), "1.2 GiB"],
    [bytes(3000), "3 KiB"],
  ])("is short: %s", (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe("an arrow", () => {
  test("is thicker and moves faster with more requests", () => {
    expect(strokeWidth(1000)).toBeGreaterThan(strokeWidth(10));
    expect(strokeWidth(1e9)).toBe(5);
    expect(motionSeconds(0)).toBeUndefined();
    expect(motionSeconds(200) as number).toBeLessThan(motionSeconds(2) as number);
  });

  test("is idle, good, doubtful or bad", () => {
    expect(toneOf({}, 0.5)).toBe("idle");
    expect(toneOf({ requestsPerSecond: 1 }, 0.5)).toBe("good");
    expect(toneOf({ requestsPerSecond: 1, p95Seconds: 0.6 }, 0.5)).toBe("doubtful");
    expect(toneOf({ requestsPerSecond: 1, p95Seconds: 0.6, errorShare: 0.02 }, 0.5)).toBe("bad");
  });
});

describe("a URL", () => {
  test("selects in its hash what the side panel shows", () => {
    expect(routeOf("#server=app-1")).toEqual({ kind: "server", name: "app-1" });
    expect(routeOf("#request=a%20b")).toEqual({ kind: "request", id: "a b" });
    expect(routeOf("#alerts")).toEqual({ kind: "alerts" });
    for (const hash of ["", "#server=", "#server=%", "#other=1"]) {
      expect(routeOf(hash)).toEqual({ kind: "nothing" });
    }
  });

  test("of a trace contains the request's id without hyphens, if that is a UUID", () => {
    expect(traceLink("0b5ca4bc-76d5-4f0e-9f6d-2f2b8a7c9d01")).toBe(
      "/zipkin/traces/0b5ca4bc76d54f0e9f6d2f2b8a7c9d01",
    );
    expect(traceLink("req-1")).toBeUndefined();
  });
});
