import type { Application } from "./application.ts";

/** Paths of health checks, which are requested all the time and not logged. */
export function unloggedPaths({ ready }: Application): string[] {
  return ["/rotation", ...(ready ? [ready] : [])];
}

/** The methods that HTTP calls safe or idempotent. */
const METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"];

/** A condition of HAProxy that holds for requests which may be repeated on another server. */
export function repeatableCondition({ repeatable = [] }: Application): string {
  const methods = `{ method ${METHODS.join(" ")} }`;
  return repeatable.length > 0 ? `${methods} or { path_beg ${repeatable.join(" ")} }` : methods;
}
