import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { startMetrics } from "../../../shop/src/observing/metrics.ts";
import { serveMetrics } from "../../../shop/src/observing/metrics-server.ts";
import { testLog } from "../support/log.ts";

test("a port in use is logged once, and retried until it is free", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const { log, logged } = testLog();

  const options = { listen: ["127.0.0.1"], port, tries: 1 };
  serveMetrics(options, startMetrics("app-1").registry, log);
  await expect.poll(() => logged.length, { timeout: 15_000 }).toBe(1);
  other.close();

  const status = () =>
    fetch(`http://127.0.0.1:${port}/metrics`).then(({ status }) => status, String);
  await expect.poll(status, { timeout: 15_000 }).toBe(200);
  expect(logged).toMatchObject([
    {
      message: "metrics are not served yet",
      reason: expect.stringContaining("in METRICS_LISTEN and a free port in METRICS_PORT"),
    },
    { message: `metrics are served on 127.0.0.1 port ${port}` },
  ]);
}, 40_000);
