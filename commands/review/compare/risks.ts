import type { Changes } from "./changes.ts";
import type { Level, Risk, Rule } from "./risk.ts";
import { data } from "./risks/data.ts";
import { durability } from "./risks/durability.ts";
import { exposure } from "./risks/exposure.ts";
import { images } from "./risks/images.ts";
import { outage } from "./risks/outage.ts";
import { privileges } from "./risks/privileges.ts";
import { reach } from "./risks/reach.ts";
import { redundancy } from "./risks/redundancy.ts";
import { secrets } from "./risks/secrets.ts";

const rules: readonly Rule[] = [
  data,
  durability,
  outage,
  redundancy,
  exposure,
  reach,
  privileges,
  secrets,
  images,
];

const ORDER: readonly Level[] = ["danger", "caution"];

/** Returns all risks, dangers first; equal risks are merged. */
export function risksOf(comparison: Changes): Risk[] {
  const all = rules.flatMap((rule) => rule(comparison));
  const merged = new Map<string, Risk>();
  for (const risk of all) {
    const key = `${risk.level} ${risk.sentence}`;
    const subjects = [...(merged.get(key)?.subjects ?? []), ...risk.subjects];
    merged.set(key, { ...risk, subjects: [...new Set(subjects)] });
  }
  return [...merged.values()].sort(
    (one, other) => ORDER.indexOf(one.level) - ORDER.indexOf(other.level),
  );
}
