import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AlertFile } from "../../observability/src/dashboard/alerts/alert-file.ts";
import { readDelivery } from "../../observability/src/dashboard/alerts/delivery.ts";
import { AlertReceiver } from "../../observability/src/dashboard/alerts/receiver.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alerts-"));
  path = join(folder, "alerts.jsonl");
});

afterEach(() => rmSync(folder, { recursive: true }));

const alerts = (...names: string[]) =>
  readDelivery(
    { version: "4", alerts: names.map((alertname) => ({ labels: { alertname } })) },
    new Date(),
  );
const open = (now?: () => number) => AlertReceiver.open(new AlertFile(path), now);
const names = (receiver: AlertReceiver) =>
  receiver.newest(500).map(({ labels }) => labels.alertname);

describe("the alert receiver", () => {
  test("restores its deliveries after a restart, without a line that a crash cut off", async () => {
    await (await open()).receive(alerts("A", "B"));
    writeFileSync(path, '\n{"receivedAt":"20', { flag: "a" });

    const receiver = await open();
    await receiver.receive(alerts("C"));

    expect(names(receiver)).toEqual(["C", "B", "A"]);
    expect(names(await open())).toEqual(["C", "B", "A"]);
  });

  test("keeps at most 500 deliveries", async () => {
    const receiver = await open();

    await receiver.receive(alerts(...Array.from({ length: 600 }, (_, number) => `A${number}`)));

    expect(names(receiver)).toHaveLength(500);
    expect(names(receiver)[0]).toBe("A599");
  });

  test("keeps the time of the Watchdog alert, and does not store it", async () => {
    let now = 0;
    const receiver = await open(() => now);
    now = 5000;
    expect(receiver.watchdogAgeSeconds).toBeNull();
    expect(receiver.secondsWithoutWatchdog).toBe(5);

    await receiver.receive(alerts("Watchdog"));
    now = 8000;

    expect(receiver.watchdogAgeSeconds).toBe(3);
    expect(existsSync(path)).toBe(false);
  });

  test("fails when deliveries cannot be written, and keeps none of them", async () => {
    const receiver = await open();
    rmSync(folder, { recursive: true });
    await expect(receiver.receive(alerts("A"))).rejects.toThrow("ENOENT");
    folder = mkdtempSync(join(tmpdir(), "alerts-"));

    expect(names(receiver)).toEqual([]);
  });
});

describe("the alert file", () => {
  test("is rotated, with two old files, none larger than the limit and one delivery", async () => {
    const file = new AlertFile(path, 1000);
    await file.read();

    for (let number = 0; number < 40; number++) await file.append(alerts(`A${number}`));

    for (const each of [path, `${path}.1`, `${path}.2`]) {
      expect(statSync(each).size).toBeLessThan(1300);
    }
    expect(existsSync(`${path}.3`)).toBe(false);
    expect(readFileSync(path, "utf8")).toContain("A39");
    const kept = (await new AlertFile(path).read()).map(({ labels }) => labels.alertname);
    expect(kept).toEqual([...kept].sort((a, b) => Number(a?.slice(1)) - Number(b?.slice(1))));
  });
});
