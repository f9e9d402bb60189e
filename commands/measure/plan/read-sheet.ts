import { existsSync, readFileSync } from "node:fs";
import { UserError } from "../../lib/user-error.ts";
import type { Sheet, StageCapacity } from "../capacity/sheet.ts";

export function readSheet(file: string): Sheet {
  if (!existsSync(file)) {
    throw new UserError(
      `there is no sheet at ${file}: measure one with npm run capacity -- --json ${file}`,
    );
  }
  try {
    const sheet = JSON.parse(readFileSync(file, "utf8")) as Partial<Sheet>;
    if (sheet.stages) return sheet as Sheet;
  } catch {
    // It is told below.
  }
  throw new UserError(
    `${file} is no sheet of npm run capacity: measure one with npm run capacity -- --json ${file}`,
  );
}

/** The stage of that name, as `stage-3` or `3`; the newest one if none is named. */
export function stageOf({ stages }: Sheet, asked: string | undefined): StageCapacity {
  const known = stages.map(({ stage }) => stage).join(", ") || "none";
  const stage =
    asked === undefined
      ? stages.at(-1)
      : stages.find(({ stage }) => stage === asked || stage === `stage-${asked}`);
  if (stage) return stage;
  throw new UserError(
    `the sheet has no figures of ${asked === undefined ? "any stage" : `"${asked}"`} (it has ${known}): measure them with npm run capacity`,
  );
}
