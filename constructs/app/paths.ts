import type { Application } from "./application.ts";

/** Paths of health checks, which are excluded from the access logs. */
export function unloggedPaths({ ready }: Application): string[] {
  return ["/rotation", ...(ready ? [ready] : [])];
}

/** The methods that HTTP defines as safe or idempotent. */
const METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"];

/** HAProxy's condition (ACL) for requests that it may retry on another server. */
export function repeatableCondition({ repeatable = [] }: Application): string {
  const methods = `{ method ${METHODS.join(" ")} }`;
  return repeatable.length > 0 ? `${methods} or { path_beg ${repeatable.join(" ")} }` : methods;
}
