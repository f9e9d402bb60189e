import { isIP, type LookupFunction } from "node:net";
import { resolve } from "../app/database/target.ts";

/**
 * Returns a lookup that gives the addresses of a name in turn, beginning with any of them: each
 * connection attempt meets another node than the one before.
 */
export function lookupInTurn(find: (host: string) => Promise<string[]> = resolve): LookupFunction {
  let last: string | undefined;
  return (host, _options, done) => {
    find(host).then(
      (found) => {
        const addresses = found.toSorted();
        const from = last ?? addresses[Math.floor(Math.random() * addresses.length)] ?? "";
        last = addresses.find((address) => address > from) ?? addresses[0] ?? "";
        done(null, last, isIP(last));
      },
      (error) => done(error, "", 0),
    );
  };
}
