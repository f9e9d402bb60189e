import type { Difference } from "./difference.ts";

/** Attributes whose values are shown: none of them can be a secret. */
const SHOWN = new Set([
  "cpu_shares",
  "destroy_grace_seconds",
  "driver",
  "internal",
  "keep_locally",
  "name",
  "restart",
  "stop_signal",
  "stop_timeout",
  "wait",
  "wait_timeout",
]);

/** Describes how one attribute differs. */
export function describeDifference({ attribute, before, after }: Difference): string {
  if (before === undefined) return `${attribute} is set`;
  if (after === undefined) return `${attribute} is no longer set`;
  if (!SHOWN.has(attribute)) return `${attribute} changed`;
  const isShort = [before, after].every(
    (value) => `${value}`.length < 30 && typeof value !== "object",
  );
  return isShort ? `${attribute} ${before} → ${after}` : `${attribute} changed`;
}
