import { createHash } from "node:crypto";
import type { Charge } from "./book.ts";

/** Whether a charge is paid: the same for the same order, refused for a share of all orders. */
export function decide(orderId: string, refusalShare: number): Charge["status"] {
  const share = createHash("sha256").update(orderId).digest().readUInt32BE() / 2 ** 32;
  return share < refusalShare ? "refused" : "paid";
}
