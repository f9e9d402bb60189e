import type { Risk } from "../risk.ts";
import type { Row } from "./section.ts";

export function riskRows(risks: readonly Risk[]): Row[] {
  return risks.map(({ level, subjects, sentence }) => ({
    change: level,
    text: `${subjects.join(", ")}: ${sentence}`,
  }));
}
