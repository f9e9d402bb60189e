import { expect, test } from "vitest";
import { type Delivered, findDelivery } from "../../../../commands/measure/drills/alerts.ts";

const at = (seconds: number) => new Date(seconds * 1000).toISOString();
const alert = (
  alertname: string,
  server: string | undefined,
  status: Delivered["status"],
  seconds: number,
): Delivered => ({
  status,
  receivedAt: at(seconds),
  labels: server ? { alertname, server } : { alertname },
});

const delivered = [
  alert("ServerDown", "app-1", "firing", 50),
  alert("ServerDown", "app-2", "firing", 110),
  alert("ServerDown", "app-1", "firing", 120),
  alert("ServerDown", "app-1", "firing", 130),
  alert("CacheDown", undefined, "resolved", 140),
];

test("a delivery is the first one after the fault that names the server", () => {
  const wanted = { name: "ServerDown", server: "app-1", since: 100_000 };

  expect(findDelivery(delivered, wanted, "firing")).toBe(120_000);
  expect(findDelivery(delivered, wanted, "resolved")).toBeUndefined();
});

test("an alert of a tier names no server", () => {
  const wanted = { name: "CacheDown", server: "cache", since: 100_000 };

  expect(findDelivery(delivered, wanted, "resolved")).toBe(140_000);
});
