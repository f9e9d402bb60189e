import { createHash } from "node:crypto";
import type { Charge } from "./book.ts";

/** Decides a charge, deterministically by the order's id: a share of all orders is refused. */
export function decide(orderId: string, refusalShare: number): Charge["status"] {
  const share = createHash("sha256").update(orderId).digest().readUInt32BE() / 2 ** 32;
  return share < refusalShare ? "refused" : "paid";
}
