import type { DeliveredAlert } from "../../model/state.ts";

/** Parses the body of an Alertmanager webhook, version 4; throws if it is something else. */
export function readDelivery(body: unknown, receivedAt: Date): DeliveredAlert[] {
  const { version, alerts } = isRecord(body) ? body : {};
  if (version !== "4" || !Array.isArray(alerts)) {
    throw new Error(
      `not an Alertmanager webhook: version must be "4" and alerts a list, got version ${JSON.stringify(version)}`,
    );
  }
  return alerts.filter(isRecord).map((alert) => ({
    receivedAt: receivedAt.toISOString(),
    status: alert.status === "resolved" ? "resolved" : "firing",
    labels: texts(alert.labels),
    annotations: texts(alert.annotations),
    startsAt: text(alert.startsAt),
    endsAt: text(alert.endsAt),
    fingerprint: text(alert.fingerprint),
  }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function texts(value: unknown): Record<string, string> {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.map(([name, content]) => [name, text(content)]));
}
