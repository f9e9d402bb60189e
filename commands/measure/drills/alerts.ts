import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";
import type { Environment } from "../../../environment.ts";
import { docker } from "../../lib/docker.ts";
import { engineAddress, isNear } from "../../lib/engine/address.ts";
import { interruption } from "../../lib/interrupt.ts";
import { listContainers } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";

/** An alert as the receiver of the stage got it. */
export interface Delivered {
  readonly status: "firing" | "resolved";
  readonly receivedAt: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The alert that is to tell of a fault. */
export interface Wanted {
  readonly name: string;
  /** The server that it has to name, if it names one. */
  readonly server: string;
  /** Of interest is what was delivered after that, in milliseconds since 1970. */
  readonly since: number;
}

/** Whether the stage that runs has an Alertmanager. */
export async function deliversAlerts(environment: Environment): Promise<boolean> {
  return (await listContainers(environment, "alertmanager")).length > 0;
}

/** When an alert was delivered with a status, in milliseconds since 1970; undefined if it was not. */
export function findDelivery(
  delivered: readonly Delivered[],
  { name, server, since }: Wanted,
  status: Delivered["status"],
): number | undefined {
  const moments = delivered
    .filter((each) => each.status === status && each.labels.alertname === name)
    .filter(({ labels }) => name !== "ServerDown" || labels.server === server)
    .map(({ receivedAt }) => Date.parse(receivedAt))
    .filter((at) => at > since);
  return moments.length > 0 ? Math.min(...moments) : undefined;
}

/** Waits for a delivery, and gives its moment; undefined if there was none in that time. */
export async function waitForDelivery(
  environment: Environment,
  wanted: Wanted,
  status: Delivered["status"],
  limitMs: number,
): Promise<number | undefined> {
  const end = Date.now() + limitMs;
  for (;;) {
    const at = findDelivery(await readDelivered(environment), wanted, status);
    if (at !== undefined || Date.now() > end) return at;
    await sleep(1000, undefined, { signal: interruption.signal });
  }
}

async function readDelivered(environment: Environment): Promise<Delivered[]> {
  // A Docker host elsewhere publishes the page for itself only.
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
