import type { Load, Writes } from "../../../constructs/app/load.ts";

/** The nouns for an application's writes, in reports. */
export type Words = Required<Pick<Writes, "one" | "many" | "promise">>;

export function wordsOf({ writes }: Load): Words {
  const { one = "write", many = "writes", promise = "stored once" } = writes ?? {};
  return { one, many, promise };
}
