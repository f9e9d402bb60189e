import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";
import type { Environment } from "../../../environment.ts";
import { docker } from "../../lib/docker.ts";
import { engineAddress, isNear } from "../../lib/engine/address.ts";
import { interruption } from "../../lib/interrupt.ts";
import { listContainers } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";

/** An alert as the stage's receiver got it. */
export interface Delivered {
  readonly status: "firing" | "resolved";
  readonly receivedAt: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The alert that is expected for a fault. */
export interface ExpectedAlert {
  readonly name: string;
  /** The server that it must name, if it names one. */
  readonly server: string;
  /** Ignores earlier deliveries, in milliseconds since 1970. */
  readonly since: number;
}

/** Whether the deployed stage has an Alertmanager. */
export async function deliversAlerts(environment: Environment): Promise<boolean> {
  return (await listContainers(environment, "alertmanager")).length > 0;
}

/** The first delivery with a status, in milliseconds since 1970; undefined without one. */
export function findDelivery(
  delivered: readonly Delivered[],
  { name, server, since }: ExpectedAlert,
  status: Delivered["status"],
): number | undefined {
  const moments = delivered
    .filter((each) => each.status === status && each.labels.alertname === name)
    .filter(({ labels }) => name !== "ServerDown" || labels.server === server)
    .map(({ receivedAt }) => Date.parse(receivedAt))
    .filter((at) => at > since);
  return moments.length > 0 ? Math.min(...moments) : undefined;
}

/** Waits for a delivery; returns its time, or undefined after the time limit. */
export async function waitForDelivery(
  environment: Environment,
  expected: ExpectedAlert,
  status: Delivered["status"],
  limitMs: number,
): Promise<number | undefined> {
  const end = Date.now() + limitMs;
  for (;;) {
    const at = findDelivery(await readDelivered(environment), expected, status);
    if (at !== undefined || Date.now() > end) return at;
    await sleep(1000, undefined, { signal: interruption.signal });
  }
}

async function readDelivered(environment: Environment): Promise<Delivered[]> {
  // a remote Docker host publishes the page on its own loopback only
  if (!isNear(await engineAddress())) return readInside(environment);
  const { dashboardPort } = environment;
  const url = `http://127.0.0.1:${dashboardPort}/api/alerts`;
  try {
    const { body } = await request(url, { signal: interruption.signal });
    return ((await body.json()) as { alerts: Delivered[] }).alerts;
  } catch (error) {
    interruption.signal.throwIfAborted();
    throw new UserError(`the alerts can't be read at ${url} (${(error as Error).message})`);
  }
}

/** Reads them in the container that receives them. */
async function readInside(environment: Environment): Promise<Delivered[]> {
  const [dashboard] = await listContainers(environment, "dashboard");
  if (!dashboard) throw new UserError("the alerts can't be read: no dashboard runs");
  const wget = ["busybox", "wget", "-q", "-O", "-", "http://127.0.0.1:8080/api/alerts"];
  const body = await docker("read the alerts", ["exec", dashboard.container, ...wget]);
  return (JSON.parse(body) as { alerts: Delivered[] }).alerts;
}
